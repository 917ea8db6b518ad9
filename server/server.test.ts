import { connect, type Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { requestFrame, splitFrames } from "../conformance/cbor/frame.ts";
import { describeReply } from "../conformance/golden/describe.ts";
import { createServer, type LogEvent, type Server, type ServerOptions } from "./index.ts";

async function serving(options: ServerOptions, use: (port: number, server: Server) => Promise<void>): Promise<void> {
  const server = createServer(options);
  const { port } = await server.start({ port: 0 });
  try {
    await use(port, server);
  } finally {
    await server.close();
  }
}

async function open(port: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => {});
  await new Promise((resolve) => socket.once("connect", resolve));
  return socket;
}

/** The next reply, or `closed` if the connection ended. */
function call(socket: Socket, bytes: Buffer): Promise<string> {
  socket.write(bytes);
  return new Promise((resolve) => {
    let received = Buffer.alloc(0);
    const onData = (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const [frame] = splitFrames(received).frames;
      if (frame === undefined) return;
      socket.off("data", onData);
      socket.off("close", onClose);
      resolve(describeReply(frame));
    };
    const onClose = () => resolve("closed");
    socket.on("data", onData);
    socket.once("close", onClose);
  });
}

/** All bytes until the connection ends. */
function replies(socket: Socket): Promise<string[]> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    socket.on("data", (chunk: Buffer) => chunks.push(chunk));
    socket.once("close", () => resolve(splitFrames(Buffer.concat(chunks)).frames.map((frame) => describeReply(frame))));
  });
}

const clear = requestFrame(1, "clear", "");

describe("createServer()", () => {
  it("listens on a free port, says where, and stops", async () => {
    const server = createServer();
    expect(server.address).toBe(null);
    const address = await server.start({ port: 0 });
    expect([server.address, address.host, address.port > 0]).toEqual([address, "127.0.0.1", true]);
    await server.close();
    expect(server.address).toBe(null);
    await server.close();
  });

  it("rejects with the error of node:net where the port is taken", async () => {
    await serving({}, async (port) => {
      await expect(createServer().start({ port })).rejects.toMatchObject({ code: "EADDRINUSE" });
    });
  });

  it("takes the time and chance that it is given", async () => {
    await serving({ clock: { now: () => 42.9 } }, async (port) => {
      const socket = await open(port);
      expect(await call(socket, requestFrame(1, "now", ""))).toBe("42");
      socket.destroy();
    });
  });

  it("shares one queue between connections", async () => {
    await serving({}, async (port) => {
      const [one, other] = [await open(port), await open(port)];
      expect(await call(one, requestFrame(1, "set_work_spec", "{'name': 's'}"))).toBe("[true, null]");
      expect(await call(other, clear)).toBe("1");
      one.destroy();
      other.destroy();
    });
  });
});

describe("limits", () => {
  it("closes connections beyond maxConnections, says so, and takes new ones when others go", async () => {
    const events: LogEvent[] = [];
    await serving({ limits: { maxConnections: 2 }, log: (event) => events.push(event) }, async (port) => {
      const [first, second] = [await open(port), await open(port)];
      expect(await call(first, clear)).toBe("0");
      expect(await call(second, clear)).toBe("0");
      const third = await open(port);
      expect(await call(third, clear)).toBe("closed");
      expect(events).toEqual([{ event: "refused", from: "127.0.0.1", reason: "more than maxConnections 2" }]);
      second.destroy();
      await new Promise((resolve) => second.once("close", resolve));
      let fourth = "closed";
      for (let attempt = 0; attempt < 50 && fourth === "closed"; attempt++)
        fourth = await call(await open(port), clear);
      expect(fourth).toBe("0");
    });
  });

  it("lets no address have more than its share, by default three quarters, and counts those that went", async () => {
    const events: LogEvent[] = [];
    await serving({ limits: { maxConnections: 4 }, log: (event) => events.push(event) }, async (port) => {
      const sockets = [await open(port), await open(port), await open(port)];
      for (const socket of sockets) expect(await call(socket, clear)).toBe("0");
      expect(await call(await open(port), clear)).toBe("closed");
      expect(events).toEqual([{ event: "refused", from: "127.0.0.1", reason: "more than maxConnectionsPerAddress 3" }]);
      sockets[0]?.destroy();
      let next = "closed";
      for (let attempt = 0; attempt < 50 && next === "closed"; attempt++) next = await call(await open(port), clear);
      expect(next).toBe("0");
      for (const socket of sockets) socket.destroy();
    });
  });

  it("names the remote address of a connection that is closed for what it sent", async () => {
    const events: LogEvent[] = [];
    await serving({ log: (event) => events.push(event) }, async (port) => {
      expect(await call(await open(port), Buffer.from("ff", "hex"))).toBe("closed");
      expect(events).toMatchObject([{ event: "rejected", connection: 1, from: "127.0.0.1" }]);
    });
  });

  it("closes a connection that does not finish a message in time, and says so", async () => {
    const events: LogEvent[] = [];
    await serving({ limits: { frameMillis: 100 }, log: (event) => events.push(event) }, async (port) => {
      const [slow, idle] = [await open(port), await open(port)];
      expect(await call(slow, clear.subarray(0, 9))).toBe("closed");
      expect(events).toEqual([
        { event: "closed", connection: 1, from: "127.0.0.1", reason: "a message took longer than 0.1 s to arrive" },
      ]);
      expect(await call(idle, clear)).toBe("0");
      idle.destroy();
    });
  });

  it("closes the connection that holds most where more is held than may be, and leaves others alone", async () => {
    const events: LogEvent[] = [];
    await serving({ limits: { maxMemory: 20_000_000 }, log: (event) => events.push(event) }, async (port) => {
      const [small, large, other] = [await open(port), await open(port), await open(port)];
      const head = Buffer.from("d8185a04000000", "hex");
      small.write(Buffer.concat([head, Buffer.alloc(1_000_000)]));
      const ends = new Promise((resolve) => large.once("close", resolve));
      large.write(Buffer.concat([head, Buffer.alloc(40_000_000)]));
      await ends;
      expect(events).toMatchObject([
        { event: "closed", reason: expect.stringMatching(/^it holds \d+ bytes, most of all/) },
      ]);
      expect(await call(other, clear)).toBe("0");
      expect(small.destroyed).toBe(false);
      small.destroy();
      other.destroy();
    });
  });

  it("holds nothing for 200 heads that promise 64 MiB each", async () => {
    await serving({}, async (port) => {
      const before = process.memoryUsage().arrayBuffers;
      const sockets = await Promise.all(Array.from({ length: 200 }, () => open(port)));
      for (const socket of sockets) socket.write(Buffer.from("d8185a0400000000", "hex"));
      const last = sockets.at(-1);
      expect(await call(await open(port), clear)).toBe("0");
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 << 20);
      expect(last?.destroyed).toBe(false);
      for (const socket of sockets) socket.destroy();
    });
  });
});

describe("clients that misbehave", () => {
  it.each<[string, (socket: Socket) => void]>([
    ["sends what is no frame", (socket) => socket.write("GET / HTTP/1.1\r\n\r\n")],
    [
      "resets in the middle of a frame",
      (socket) => {
        socket.write(clear.subarray(0, 9));
        socket.resetAndDestroy();
      },
    ],
    [
      "resets in the middle of a reply",
      (socket) => {
        for (let id = 0; id < 200; id++) socket.write(requestFrame(id, "get_work_spec", "'big'"));
        socket.once("data", () => socket.resetAndDestroy());
      },
    ],
    [
      "goes away without reading",
      (socket) => {
        socket.pause();
        for (let id = 0; id < 200; id++) socket.write(requestFrame(id, "get_work_spec", "'big'"));
        socket.destroy();
      },
    ],
    [
      "stays half open in the middle of a frame",
      (socket) => {
        socket.write(clear.subarray(0, 9));
      },
    ],
  ])("do not disturb others: one that %s", async (_, misbehave) => {
    await serving({ limits: { drainMillis: 50 } }, async (port) => {
      const witness = await open(port);
      expect(
        await call(witness, requestFrame(1, "set_work_spec", `{'name': 'big', 'x': h'${"00".repeat(50_000)}'}`)),
      ).toBe("[true, null]");
      misbehave(await open(port));
      for (let id = 2; id < 20; id++) expect(await call(witness, requestFrame(id, "nosuch", ""))).toContain("Nosuch");
      expect(await call(witness, clear)).toBe("1");
      witness.destroy();
    });
  });
});

describe("close()", () => {
  it("with 100 requests in flight leaves each answered or not carried out", async () => {
    const carriedOut = new Map<number, number>();
    const log = (event: LogEvent) => {
      if (event.event !== "request") return;
      carriedOut.set(event.connection, (carriedOut.get(event.connection) ?? 0) + 1);
    };
    const server = createServer({ log, logRequests: true });
    const { port } = await server.start({ port: 0 });
    const sockets: Socket[] = [];
    for (let i = 0; i < 10; i++) {
      const socket = await open(port);
      // One after the other, so that the numbers of the connections are known.
      await call(socket, clear);
      sockets.push(socket);
    }
    const answered = sockets.map((socket) => replies(socket));
    for (const [i, socket] of sockets.entries()) {
      for (let id = 0; id < 10; id++) socket.write(requestFrame(id, "worker_unregister", `'${i} ${id}'`));
    }
    // At this time some of the data has been read and some has not.
    while ([...carriedOut.values()].reduce((sum, count) => sum + count, 0) < 15) await new Promise(setImmediate);
    await server.close();
    const counts = (await Promise.all(answered)).map(({ length }) => length);
    expect(counts).toEqual(Array.from({ length: 10 }, (_, i) => (carriedOut.get(i + 1) ?? 0) - 1));
  });

  it("waits no longer than drainMillis for a client that does not take its replies", async () => {
    const server = createServer({ limits: { drainMillis: 50 } });
    const { port } = await server.start({ port: 0 });
    const socket = await open(port);
    expect(
      await call(socket, requestFrame(1, "set_work_spec", `{'name': 'big', 'x': h'${"00".repeat(1_000_000)}'}`)),
    ).toBe("[true, null]");
    socket.pause();
    for (let id = 0; id < 100; id++) socket.write(requestFrame(id, "get_work_spec", "'big'"));
    await new Promise((resolve) => setImmediate(resolve));
    await server.close();
    expect(server.address).toBe(null);
    socket.destroy();
  });

  it("accepts nobody any more", async () => {
    const server = createServer();
    const { port } = await server.start({ port: 0 });
    await server.close();
    const socket = connect(port, "127.0.0.1");
    const error = await new Promise<NodeJS.ErrnoException>((resolve) => socket.once("error", resolve));
    expect(error.code).toBe("ECONNREFUSED");
  });
});
