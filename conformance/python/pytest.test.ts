import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { ShimEvent } from "./events.ts";
import { type PytestRun, runPytest } from "./pytest.ts";
import { fakePython } from "./testing/fake-python.ts";
import { scratchFolder } from "./testing/scratch.ts";

async function play(script: string, options: Partial<PytestRun> = {}) {
  const events: ShimEvent[] = [];
  const ending = await runPytest(
    {
      interpreter: fakePython(scratchFolder(), script),
      packages: "/packages",
      client: undefined,
      daemon: { address: "127.0.0.1:5932" },
      tests: ["coordinate.tests.test_x"],
      keyword: undefined,
      wipe: false,
      env: process.env,
      signal: new AbortController().signal,
      ...options,
    },
    (event) => events.push(event),
  );
  return { events, ending };
}

const tellArguments = `send({ event: "uncollectable", module: process.cwd(), message: JSON.stringify(args) }); exit(0);`;

describe("runPytest()", () => {
  it("hands on the events and tells how pytest ended", async () => {
    const { events, ending } = await play(`collected("a"); passed("a"); exit(1);`);
    expect(events.map(({ event }) => event)).toEqual(["collected", "result"]);
    expect(ending).toMatchObject({ status: 1, stopped: undefined, failure: undefined });
  });

  it("runs in a folder of its own, which is gone afterwards", async () => {
    const { events } = await play(tellArguments);
    const [told] = events;
    expect(told).toMatchObject({ module: expect.stringContaining("coordinate-python-") });
    expect(told?.event === "uncollectable" && existsSync(told.module)).toBe(false);
  });

  it("passes the address, the keyword and the tests", async () => {
    const { events } = await play(tellArguments, { keyword: "a and b", wipe: true });
    const args: unknown = JSON.parse(events[0]?.event === "uncollectable" ? events[0].message : "");
    expect(args).toEqual(
      expect.arrayContaining(["--coordinate-address=127.0.0.1:5932", "-k", "a and b", "--coordinate-wipe"]),
    );
    expect(Array.isArray(args) && args.slice(-2)).toEqual(["--pyargs", "coordinate.tests.test_x"]);
  });

  it("gives a fresh daemon each time one is asked for", async () => {
    let started = 0;
    const fresh = () => Promise.resolve(`127.0.0.1:${++started}`);
    const script = `for (const test of ["a", "b"]) send({ event: "start", test: test + await ask() }); exit(0);`;
    const { events } = await play(script, { daemon: { fresh } });
    expect(events).toEqual([
      { event: "start", test: "a127.0.0.1:1" },
      { event: "start", test: "b127.0.0.1:2" },
    ]);
  });

  it("tells why there was no fresh daemon", async () => {
    const fresh = () => Promise.reject(new Error("the port is taken"));
    const { ending } = await play(`lines.once("close", () => process.exit(3)); ask();`, { daemon: { fresh } });
    expect(ending).toMatchObject({ status: 3, failure: new Error("the port is taken") });
  });

  it("keeps the end of what pytest printed", async () => {
    const { ending } = await play(`socket.destroy(); console.log("out"); console.error("err"); process.exitCode = 4;`);
    expect(ending.output).toBe("out\nerr");
  });

  it("ends a run in which nothing happens any more", async () => {
    // On a busy machine the event may come too late, so either outcome is accepted.
    const { ending } = await play(`send({ event: "start", test: "a" });`, { stallMilliseconds: 500 });
    expect(ending.stopped).toBe("stalled");
  });

  it("ends when the user interrupts", async () => {
    const interrupt = new AbortController();
    const fresh = () => {
      interrupt.abort();
      return Promise.resolve("");
    };
    const { ending } = await play("await ask(); setInterval(() => {}, 1000);", {
      daemon: { fresh },
      signal: interrupt.signal,
    });
    expect(ending.stopped).toBe("interrupted");
  });
});
