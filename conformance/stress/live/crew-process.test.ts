import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import process from "node:process";
import { expect, it } from "vitest";
import { startDaemon } from "../../client/daemon.ts";
import { hrtimeMicroseconds } from "./clock.ts";
import type { CrewOptions, News } from "./crew.ts";

const build = process.env.COORDINATE_BUILD;

/** Blocks this process, so that it reads nothing meanwhile. */
const standStill = (milliseconds: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);

// Only compiled code can be started as another process.
it.skipIf(build === undefined)("a crew in a process tells that it has ended to whoever reads late", async () => {
  const main = join(`${build}`, "server", "main.js");
  const daemon = await startDaemon([process.execPath, main, "-cborrpc", "127.0.0.1:{port}"], { milliseconds: 20_000 });
  const crew = fork(join(`${build}`, "conformance", "stress", "live", "crew-process.js"), {
    serialization: "advanced",
  });
  try {
    const told: string[] = [];
    crew.on("message", (news: News) => told.push(news.is));
    const clients = Array.from({ length: 64 }, (_, i) => i);
    const times = { origin: hrtimeMicroseconds(), interval: 0, timeout: 5_000 };
    const begin: CrewOptions = { ...times, address: daemon.address(), clients, name: "k", seed: 1, killed: 0 };
    crew.send({ begin });
    await once(crew, "message");
    // Its messages fill the pipe, so that there is no room for its last one.
    standStill(1_000);
    crew.send({ order: { do: "end" } });
    standStill(500);
    await once(crew, "close");
    expect(told.at(-1)).toBe("ended");
  } finally {
    crew.kill();
    await daemon.stop();
  }
});
