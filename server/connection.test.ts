import { Buffer } from "node:buffer";
import { type Duplex, duplexPair } from "node:stream";
import { afterEach, describe, expect, it, vi } from "vitest";
import { assemble } from "../conformance/cbor/assemble.ts";
import { frameOf, requestFrame, splitFrames } from "../conformance/cbor/frame.ts";
import { describeReply } from "../conformance/golden/describe.ts";
import { Connection } from "./connection.ts";
import { createDaemon } from "./daemon.ts";
import { DEFAULT_LIMITS, type Limits } from "./limits.ts";
import { Decoders } from "./rpc/decoders.ts";
import { type Answered, Dispatcher } from "./rpc/dispatch.ts";
import { ReplyWriters } from "./rpc/reply-writers.ts";
import { ManualClock } from "./testing/manual-clock.ts";
import { Turns } from "./turns.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

/** The client's end of a stream that a connection serves, and the methods that were executed. */
function connected(limits: Partial<Limits> = {}) {
  const [client, server] = duplexPair();
  const methods: string[] = [];
  const rejections: string[] = [];
  const daemon = createDaemon({ clock: new ManualClock(), random: () => 0, config: null });
  const onFault = (fault: unknown) => {
    throw fault;
  };
  const all = { ...DEFAULT_LIMITS, ...limits };
  const answered = ({ method }: Answered) => methods.push(method);
  const connection = new Connection(server, {
    dispatcher: new Dispatcher(daemon, new Decoders(all.maxItems), answered, onFault),
    limits: all,
    turns: new Turns(),
    writers: new ReplyWriters(all.maxReplyBytes, daemon.queue.memory),
    memory: daemon.queue.memory,
    onRejected: (reason) => rejections.push(reason),
    onClosed: (reason) => rejections.push(reason),
    onPressure: () => {},
  });
  return { client, server, connection, methods, rejections };
}

/** All bytes that the client receives until the end. */
async function received(client: Duplex): Promise<string[]> {
  const chunks: Buffer[] = await client.toArray();
  const { frames, rest } = splitFrames(Buffer.concat(chunks));
  expect(rest.length, "bytes behind the last whole reply").toBe(0);
  return frames.map((frame) => describeReply(frame));
}

function closed(stream: Duplex): Promise<void> {
  return new Promise((resolve) => stream.once("close", resolve));
}

const now = (id: number) => requestFrame(id, "now", "");
const NOW = "1000000";

describe("Connection: order and ends", () => {
  it("answers 2,000 pipelined requests in order, however they are cut", async () => {
    const { client } = connected();
    const calls = Array.from({ length: 2000 }, (_, id) => requestFrame(id, "worker_unregister", `'${id}'`));
    const stream = Buffer.concat(calls);
    for (let at = 0, size = 1; at < stream.length; at += size, size = (size * 7 + 3) % 1000) {
      client.write(stream.subarray(at, at + size));
    }
    client.end();
    expect(await received(client)).toEqual(Array.from({ length: 2000 }, (_, id) => `[false, "no worker '${id}'"]`));
  });

  it("answers what came whole before the client's end, and closes", async () => {
    const { client, server } = connected();
    const end = closed(server);
    client.end(now(1));
    expect(await received(client)).toEqual([NOW]);
    await end;
  });

  it.each([
    ["nothing at all", Buffer.alloc(0)],
    ["half a frame", now(1).subarray(0, 9)],
    ["a head that announces a gigabyte", Buffer.from("d8185a40000000", "hex").subarray(0, 5)],
  ])("closes without an event after %s", async (_, bytes) => {
    const { client, rejections } = connected();
    client.end(bytes);
    expect([await received(client), rejections]).toEqual([[], []]);
  });

  it("sends the replies to what came before bytes that are no request, says why, and carries out nothing behind", async () => {
    const { client, methods, rejections } = connected();
    client.write(Buffer.concat([now(1), now(2), Buffer.from("a3", "hex"), requestFrame(3, "clear", "")]));
    expect(await received(client)).toEqual([NOW, NOW]);
    expect(methods).toEqual(["now", "now"]);
    expect(rejections).toEqual(["Cannot read frame: expected tag 24, got head byte 0xa3"]);
  });

  it.each([
    ["a frame over the limit", "d8185a04000001", "declared length 67108865 exceeds maxFrameBytes 67108864"],
    ["broken CBOR", "d81842a101", "end of bytes at byte 2"],
    [
      "an invalid id",
      frameOf(assemble("{'id': -1, 'method': 'now', 'params': []}")).toString("hex"),
      "no unsigned integer as id",
    ],
  ])("says why it closes on %s", async (_, hex, reason) => {
    const { client, rejections } = connected();
    client.write(Buffer.from(hex, "hex"));
    expect(await received(client)).toEqual([]);
    expect(rejections).toEqual([expect.stringContaining(reason)]);
  });

  it("sends no part of a reply that it cannot finish", async () => {
    const { client, rejections } = connected({ maxReplyBytes: 5000 });
    const call = "{'id': 1, 'method': 'get_work_spec', 'params': ['big']}";
    const batch = `[${Array(20).fill(call).join(", ")}]`;
    client.write(requestFrame(1, "set_work_spec", `{'name': 'big', 'x': h'${"00".repeat(600)}'}`));
    client.write(Buffer.concat([now(2), frameOf(assemble(batch)), now(3)]));
    const replies = await received(client);
    expect(replies.slice(0, 2)).toEqual(["[true, null]", NOW]);
    // Either each request of the batch has its reply or error, or the connection ends before the batch's first byte.
    expect(replies.length === 4 || rejections.length === 1).toBe(true);
  });

  it("ends alone where the daemon itself fails on a frame", async () => {
    vi.spyOn(Dispatcher.prototype, "answer").mockImplementationOnce(() => {
      throw new RangeError("out of everything");
    });
    const { client, rejections } = connected();
    client.write(now(1));
    expect(await received(client)).toEqual([]);
    expect(rejections).toEqual([expect.stringContaining("fault of the daemon: RangeError: out of everything")]);
  });

  it("lets a client go that resets", async () => {
    const { client, server } = connected();
    const end = closed(server);
    client.write(now(1).subarray(0, 5));
    server.destroy(new Error("read ECONNRESET"));
    await end;
    client.destroy();
  });
});

describe("Connection: backpressure", () => {
  it("stops reading from a client that never reads, and goes on when it does", async () => {
    const { client, server, methods } = connected({ maxBufferedBytes: 20_000 });
    client.write(requestFrame(0, "set_work_spec", `{'name': 'big', 'x': h'${"00".repeat(9_000)}'}`));
    const requests = 500;
    for (let id = 1; id <= requests; id++) client.write(requestFrame(id, "get_work_spec", "'big'"));
    for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
    expect(methods.length).toBeLessThan(20);
    expect(server.writableLength).toBeLessThan(40_000);
    expect(server.isPaused()).toBe(true);
    client.end();
    expect((await received(client)).length).toBe(requests + 1);
    expect(methods.length).toBe(requests + 1);
  });

  it("stops within a single chunk of many requests, too", async () => {
    const { client, server, methods } = connected({ maxBufferedBytes: 20_000 });
    const calls = Array.from({ length: 300 }, (_, id) => requestFrame(id, "get_work_spec", "'big'"));
    client.write(requestFrame(0, "set_work_spec", `{'name': 'big', 'x': h'${"00".repeat(9_000)}'}`));
    client.end(Buffer.concat(calls));
    for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
    expect(methods.length).toBeLessThan(20);
    expect(server.writableLength).toBeLessThan(40_000);
    expect((await received(client)).length).toBe(301);
  });
});

describe("Connection.drain()", () => {
  it("sends what is owed, and carries out nothing that comes later", async () => {
    const { client, server, connection, methods } = connected();
    client.write(now(1));
    for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
    connection.drain(() => server.end());
    client.write(requestFrame(2, "clear", ""));
    expect(await received(client)).toEqual([NOW]);
    expect(methods).toEqual(["now"]);
  });

  it("carries out nothing more of what waits for a slow reader", async () => {
    const { client, server, connection, methods } = connected({ maxBufferedBytes: 20_000 });
    client.write(requestFrame(0, "set_work_spec", `{'name': 'big', 'x': h'${"00".repeat(9_000)}'}`));
    for (let id = 1; id <= 100; id++) client.write(requestFrame(id, "get_work_spec", "'big'"));
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    const carriedOut = methods.length;
    connection.drain(() => server.end());
    expect((await received(client)).length).toBe(carriedOut);
    expect(methods.length).toBe(carriedOut);
  });
});
