// When a client disconnects during a call, nothing of it remains, except that a change that is half made is completed.
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { type Duplex, duplexPair } from "node:stream";
import { describe, expect, it } from "vitest";
import { assemble } from "../conformance/cbor/assemble.ts";
import { frameOf, requestFrame, splitFrames } from "../conformance/cbor/frame.ts";
import { describeReply } from "../conformance/golden/describe.ts";
import { type ClientStream, Connection } from "./connection.ts";
import { createDaemon } from "./daemon.ts";
import { DEFAULT_LIMITS } from "./limits.ts";
import { Decoders } from "./rpc/decoders.ts";
import { type Answered, Dispatcher } from "./rpc/dispatch.ts";
import { ReplyWriters } from "./rpc/reply-writers.ts";
import { ManualClock } from "./testing/manual-clock.ts";

/** A daemon whose connections do one piece of work each time the test says so. */
function daemonByHand() {
  const daemon = createDaemon({ clock: new ManualClock(), random: () => 0, config: null });
  const { memory } = daemon.queue;
  const methods: string[] = [];
  const decoders = new Decoders(DEFAULT_LIMITS.maxItems);
  const writers = new ReplyWriters(DEFAULT_LIMITS.maxReplyBytes, memory);
  const onFault = (fault: unknown) => {
    throw fault;
  };
  const serve = (stream: ClientStream) =>
    new Connection(stream, {
      dispatcher: new Dispatcher(daemon, decoders, ({ method }: Answered) => methods.push(method), onFault),
      limits: DEFAULT_LIMITS,
      turns: { take: () => {}, later: () => {} },
      writers,
      memory,
      onRejected: () => {},
      onClosed: () => {},
      onPressure: () => {},
    });
  return { memory, methods, serve };
}

type ByHand = ReturnType<typeof daemonByHand>;

function linked({ serve }: ByHand): { client: Duplex; server: Duplex; connection: Connection } {
  const [client, server] = duplexPair();
  return { client, server, connection: serve(server) };
}

/** Sends bytes and waits until they have arrived. */
async function send(client: Duplex, bytes: Buffer): Promise<void> {
  client.write(bytes);
  await pause();
}

async function pause(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
}

/** Does this many pieces of work. @returns whether more is left */
function work(connection: Connection, pieces: number): boolean {
  let isMore = true;
  for (let i = 0; i < pieces && isMore; i++) isMore = connection.work(0);
  return isMore;
}

/** The reply to the only client of a daemon. */
async function answer(byHand: ByHand, method: string, params: string): Promise<string> {
  const { client, connection } = linked(byHand);
  const got: Buffer[] = [];
  client.on("data", (chunk: Buffer) => got.push(chunk));
  await send(client, requestFrame(1, method, params));
  while (connection.work(0)) await pause();
  await pause();
  connection.work(0);
  const { frames } = splitFrames(Buffer.concat(got));
  return frames.map((frame) => describeReply(frame)).join();
}

const KEYS = Array.from({ length: 20_000 }, (_, i) => `'k${i}'`).join(", ");
const BATCH = `[${Array(50).fill("{'id': 1, 'method': 'now', 'params': []}").join(", ")}]`;
const ALL = "'s', {'limit': 0}";

async function filled(): Promise<ByHand> {
  const byHand = daemonByHand();
  expect(await answer(byHand, "set_work_spec", "{'name': 's'}")).toBe("[true, null]");
  expect(await answer(byHand, "add_work_units", `'s', [${KEYS}]`)).toBe("[true, null]");
  byHand.methods.length = 0;
  return byHand;
}

describe("a connection whose client is gone", () => {
  it.each([
    ["half a message", requestFrame(1, "now", `'${"x".repeat(100_000)}'`).subarray(0, 90_000), 1],
    ["a message that is being read", requestFrame(1, "get_work_unit_status", `'s', [${KEYS}]`), 2],
    ["a message whose lists are being decoded", requestFrame(1, "get_work_unit_status", `'s', [${KEYS}]`), 20],
    ["units that have not been added yet", requestFrame(1, "add_work_units", `'s', [${KEYS}]`), 15],
    ["a list that is being collected", requestFrame(1, "get_work_units", ALL), 10],
    ["a list that is being written", requestFrame(1, "get_work_units", ALL), 35],
    ["a batch", frameOf(assemble(BATCH)), 10],
    [
      "a batch of long calls",
      frameOf(assemble(BATCH.replaceAll("'now', 'params': []", `'get_work_units', 'params': [${ALL}]`))),
      60,
    ],
    [
      "calls after a long call",
      Buffer.concat([requestFrame(1, "get_work_units", ALL), ...Array<Buffer>(100).fill(requestFrame(2, "now", ""))]),
      5,
    ],
  ])("discards %s at once", async (_, bytes, pieces) => {
    const byHand = await filled();
    const { memory, methods } = byHand;
    const before = { ...memory };
    const { client, server, connection } = linked(byHand);
    await send(client, bytes);
    work(connection, pieces);
    const made = methods.length;
    expect(memory.passing, "bytes that it holds meanwhile").toBeGreaterThanOrEqual(before.passing);
    server.destroy();
    await once(server, "close");
    expect(connection.held).toBe(0);
    expect(memory.passing).toBe(before.passing);
    expect(work(connection, 10)).toBe(false);
    expect(methods.length, "calls that were made for nobody").toBe(made);
    // It holds no locks and no memory any more.
    expect(await answer(byHand, "del_work_units", "'s', {'work_unit_keys': ['k1']}")).toBe("[1, null]");
    expect(memory.passing).toBe(before.passing);
  });

  it("waits no longer for what another one holds", async () => {
    const byHand = await filled();
    const [first, second] = [linked(byHand), linked(byHand)];
    await send(first.client, requestFrame(1, "get_work_units", ALL));
    work(first.connection, 3);
    await send(second.client, requestFrame(1, "del_work_units", "'s', {'all': true}"));
    expect(work(second.connection, 3)).toBe(false);
    second.server.destroy();
    await once(second.server, "close");
    while (first.connection.work(0));
    while (second.connection.work(0));
    expect(byHand.methods).toEqual(["get_work_units"]);
    expect(await answer(byHand, "count_work_units", "'s'")).toBe("[{1: 20000}, null]");
  });

  it("has a change that is half made carried out to its end, and no call after it", async () => {
    const byHand = await filled();
    // If all units had one state, they would be deleted in one piece.
    await answer(byHand, "get_work", "'w', {}");
    byHand.methods.length = 0;
    const { client, server, connection } = linked(byHand);
    const deletion = `{'id': 1, 'method': 'del_work_units', 'params': ['s', {'state': 1}]}`;
    await send(client, frameOf(assemble(`[${deletion}, {'id': 2, 'method': 'clear', 'params': []}]`)));
    work(connection, 3);
    server.destroy();
    await once(server, "close");
    expect(work(connection, 1)).toBe(true);
    while (connection.work(0));
    expect(byHand.methods).toEqual(["del_work_units"]);
    expect(byHand.memory.passing).toBe(0);
    expect(await answer(byHand, "count_work_units", "'s'")).toBe("[{3: 1}, null]");
  });
});

describe("Connection.probe()", () => {
  it("changes no byte of the replies", async () => {
    const byHand = await filled();
    const bytes = Buffer.concat([requestFrame(1, "now", ""), frameOf(assemble(BATCH)), requestFrame(2, "now", "")]);
    const replies: Buffer[] = [];
    for (const probes of [0, 1, 2, 3, 4]) {
      const { client, connection } = linked(byHand);
      const got: Buffer[] = [];
      client.on("data", (chunk: Buffer) => got.push(chunk));
      await send(client, bytes);
      work(connection, 5);
      // Data that arrives meanwhile is read and stored; then the end of the stream is.
      client.end(requestFrame(3, "now", ""));
      for (let i = 0; i < probes; i++) {
        connection.probe();
        await pause();
      }
      const early = Buffer.concat(got).length;
      for (let times = 0; times < 3; times++) {
        while (connection.work(0));
        await pause();
      }
      replies.push(Buffer.concat(got));
      const first = splitFrames(Buffer.concat(got)).frames[0]?.length ?? 0;
      expect(early).toBe(probes < 2 ? 0 : first + Math.min(2, probes - 1));
    }
    expect(replies[0]?.length).toBeGreaterThan(300);
    for (const each of replies) expect(each.equals(replies[0] ?? each)).toBe(true);
  });

  it("finds a client out that closed its connection in the middle of a batch", async () => {
    const byHand = await filled();
    const tcp = createServer({ allowHalfOpen: true });
    tcp.listen(0, "127.0.0.1");
    await once(tcp, "listening");
    const address = tcp.address();
    const client = connect(typeof address === "object" ? (address?.port ?? 0) : 0, "127.0.0.1");
    const [server]: Socket[] = await once(tcp, "connection");
    if (server === undefined) throw new Error("no connection");
    const connection = byHand.serve(server);
    client.write(frameOf(assemble(BATCH)));
    await once(server, "data");
    work(connection, 5);
    client.destroy();
    await once(client, "close");
    const closed = new Promise((resolve) => server.once("close", resolve));
    // First the end of the stream is read; then the first byte sent causes a reset, and the next one fails with it.
    for (let i = 0; i < 3; i++) {
      connection.probe();
      await pause();
    }
    await closed;
    expect(byHand.memory.passing).toBe(0);
    expect(work(connection, 100)).toBe(false);
    expect(byHand.methods.length).toBeLessThan(10);
    tcp.close();
  });
});

describe("a connection whose message is long under way", () => {
  it("answers what comes meanwhile, in many parts, behind it and in its order", async () => {
    const byHand = await filled();
    const { client, connection } = linked(byHand);
    const got: Buffer[] = [];
    client.on("data", (chunk: Buffer) => got.push(chunk));
    await send(client, requestFrame(1, "get_work_units", ALL));
    work(connection, 5);
    const calls = Buffer.concat([2, 3, 4].map((id) => requestFrame(id, "get_work_spec", `'${id}'`)));
    for (const part of [calls.subarray(0, 50), calls.subarray(50, 90), calls.subarray(90)]) {
      connection.probe();
      await send(client, part);
    }
    while (connection.work(0)) await pause();
    await pause();
    connection.work(0);
    await pause();
    const { frames, rest } = splitFrames(Buffer.concat(got));
    expect(frames.slice(1).map((frame) => describeReply(frame))).toEqual(["null", "null", "null"]);
    expect(frames).toHaveLength(4);
    expect(rest).toHaveLength(0);
  });
});
