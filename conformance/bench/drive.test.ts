import { afterEach, describe, expect, it } from "vitest";
import { Connection } from "./connection.ts";
import { type Client, type Driven, drive } from "./drive.ts";
import { isDone, ReplyCheck } from "./reply.ts";
import { Request } from "./request.ts";
import { Samples } from "./statistics.ts";
import { type Answer, answering, HANG_UP, replyFrame } from "./testing/calls.ts";

/** Number of calls of `now`. */
function caller(times: number): Client {
  const request = new Request("now", () => []);
  const reply = new ReplyCheck("now", isDone);
  let left = times;
  return { next: () => (left-- > 0 ? request : null), check: (frame, id) => reply.check(frame, id) };
}

describe("drive()", () => {
  const opened: { daemon: { stop: () => Promise<void> }; connections: Connection[] }[] = [];
  afterEach(async () => {
    for (const { daemon, connections } of opened.splice(0)) {
      for (const connection of connections) connection.close();
      await daemon.stop();
    }
  });

  async function driven(answer: Answer, clients: Client[], signal = new AbortController().signal): Promise<Driven> {
    const daemon = await answering(answer);
    const connections = await Promise.all(clients.map(() => Connection.open(daemon.address)));
    opened.push({ daemon, connections });
    const lanes = clients.map((client, index) => {
      const connection = connections[index];
      if (connection === undefined) throw new Error("no connection");
      return { connection, client, latencies: new Samples() };
    });
    return drive({ lanes, seconds: Number.POSITIVE_INFINITY, pid: process.pid, signal });
  }

  it("runs every client to its end", async () => {
    const load = await driven(() => [true, null], [caller(10), caller(3), caller(0)]);
    expect(load.calls).toBe(13);
  });

  it("knows the CPU time of a process that it is told", async () => {
    const load = await driven(() => [true, null], [caller(1)]);
    expect(load.daemonCpu).toBeGreaterThanOrEqual(0);
  });

  it("tells clients whether a call is started late", async () => {
    const client = caller(1);
    const daemon = await answering(() => [true, null]);
    const connection = await Connection.open(daemon.address);
    opened.push({ daemon, connections: [connection] });
    const lateness: boolean[] = [];
    const next = (late: boolean) => {
      lateness.push(late);
      return client.next(late);
    };
    const signal = new AbortController().signal;
    await drive({
      lanes: [{ connection, client: { ...client, next }, latencies: null }],
      seconds: -1,
      pid: null,
      signal,
    });
    expect(lateness).toEqual([true, true]);
  });

  it.each<[string, Answer, string]>([
    ["an error reply", () => ({ error: "out of order" }), 'now: error reply {"message":"out of order"}'],
    ["a closed connection", () => HANG_UP, "the daemon closed the connection"],
    ["bytes that are not a frame", () => Buffer.from("HTTP/1.1 400"), "not one reply but 485454502f312e3120343030"],
    [
      "a second reply to one call",
      ({ id }) => Buffer.concat([replyFrame(id, [true, null]), replyFrame(id, [true, null])]),
      "not one reply but d818",
    ],
    [
      "a reply with the id of another call",
      ({ id }) => replyFrame(id + 1, [true, null]),
      "now: reply to call 65538, not to call 65537",
    ],
  ])("ends at %s", async (_, answer, message) => {
    const running = driven(answer, [caller(5)]);
    await expect(running).rejects.toThrow(message);
  });

  it("puts a reply together that comes in pieces", async () => {
    const long = "x".repeat(200_000);
    const client = caller(2);
    const check = new ReplyCheck("now", (result) => result === long);
    const load = await driven(() => long, [{ ...client, check: (frame, id) => check.check(frame, id) }]);
    expect(load.calls).toBe(2);
  });

  it("ends when it is interrupted", async () => {
    const interrupt = new AbortController();
    const running = driven(
      () => {
        interrupt.abort();
        return Buffer.alloc(0);
      },
      [caller(1)],
      interrupt.signal,
    );
    await expect(running).rejects.toThrow("interrupted");
  });
});
