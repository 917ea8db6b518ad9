import { spawn } from "node:child_process";
import { createServer, type Server, type Socket } from "node:net";
import { duplexPair } from "node:stream";
import { afterEach, describe, expect, it } from "vitest";
import { listen } from "./testing/listen.ts";
import { createWire, dial, limitFor, patience } from "./wire.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listening(backlog: number, onConnection: (socket: Socket) => void) {
  const server = createServer(onConnection);
  servers.push(server);
  return await listen(server, backlog);
}

describe("createWire()", () => {
  const LATE = { silence: 60_000, total: 60_000 };

  it("reads no more from a peer that sends an endless item", async () => {
    const [client, server] = duplexPair();
    const wire = createWire(client);
    const chunk = Buffer.alloc(65_536, 1);
    server.write(Buffer.from("9f", "hex"));
    const more = () => {
      while (server.write(chunk));
    };
    server.on("drain", more).on("error", () => {});
    more();
    await wire.until({ count: 1, close: false }, LATE);
    server.destroy();
    expect(wire.take()).toMatchObject({ frames: [], flooded: "more than 16 MiB came at once" });
    expect(client.destroyed).toBe(true);
  });

  it("reads no more from a peer that sends replies without end", async () => {
    const [client, server] = duplexPair();
    const wire = createWire(client);
    server.on("error", () => {}).write(Buffer.alloc(200_000));
    await wire.until({ count: Infinity, close: false }, LATE);
    expect(wire.take().flooded).toBe("more than 100000 replies came at once");
  });

  it("waits for each reply anew, and for all of them no longer than it may", async () => {
    const [client, server] = duplexPair();
    const wire = createWire(client);
    const timer = setInterval(() => server.write(Uint8Array.of(0)), 20);
    await wire.until({ count: 20, close: false }, { silence: 300, total: 60_000 });
    const first = wire.take().frames.length;
    await wire.until({ count: Infinity, close: false }, { silence: 60_000, total: 100 });
    clearInterval(timer);
    expect([first >= 20, wire.take().frames.length < 20]).toEqual([true, true]);
  });

  it("gives up sending to a peer that reads nothing", async () => {
    const address = await listening(1, (socket) => socket.pause().on("error", () => {}));
    const wire = createWire(await dial(address));
    await wire.send([Buffer.alloc(64 * 2 ** 20)], 100);
    await wire.until({ count: 1, close: false }, patience(10));
    expect(wire.take()).toMatchObject({ frames: [], closed: false });
    wire.destroy();
  });
});

describe("dial()", () => {
  it("gives up in time where a full backlog neither takes nor refuses a connection", async () => {
    const source = `const server = require("net").createServer().listen({ port: 0, host: "127.0.0.1", backlog: 1 }, () => {
      require("fs").writeSync(1, String(server.address().port));
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    });`;
    const child = spawn(process.execPath, ["-e", source], { stdio: ["ignore", "pipe", "inherit"] });
    try {
      const port = Number(await new Promise((resolve) => child.stdout.once("data", resolve)));
      const dialled = Array.from({ length: 6 }, () => dial({ host: "127.0.0.1", port }, { milliseconds: 500 }));
      const results = await Promise.allSettled(dialled);
      const refused = results.find((result) => result.status === "rejected");
      expect(String(refused?.reason)).toContain("takes no connection within 0.5 s");
      for (const result of results) if (result.status === "fulfilled") result.value.destroy();
    } finally {
      child.kill("SIGKILL");
    }
  });

  it("gives up at once when it is interrupted", async () => {
    const interrupt = new AbortController();
    // TEST-NET-1 of RFC 5737, where no host answers.
    const dialling = dial({ host: "192.0.2.1", port: 9 }, { signal: interrupt.signal });
    interrupt.abort();
    const error: unknown = await dialling.catch((cause: unknown) => cause);
    expect(error).toMatchObject({
      message: expect.stringMatching(/interrupted|ENETUNREACH/),
      code: expect.any(String),
    });
  });
});

describe("limitFor()", () => {
  it("is longer for what is large, which a daemon reads before it answers", () => {
    const mebibyte = Buffer.alloc(2 ** 20);
    expect(limitFor([Buffer.from("small")], 5000)).toBeCloseTo(5000, -2);
    expect(
      limitFor(
        Array.from({ length: 20 }, () => mebibyte),
        5000,
      ),
    ).toBe(30_000);
  });
});
