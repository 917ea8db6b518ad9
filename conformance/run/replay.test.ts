import { createServer } from "node:net";
import { duplexPair } from "node:stream";
import { describe, expect, it } from "vitest";
import { requestFrame } from "../cbor/frame.ts";
import { type Answer, fakeDaemon } from "../client/testing/fake-daemon.ts";
import { listen } from "../client/testing/listen.ts";
import { dial } from "../client/wire.ts";
import type { ExchangeStep, Step } from "../golden/format.ts";
import type { Mask } from "../golden/mask.ts";
import { exchangeOf, goldenOf, replyOf } from "../golden/testing/golden.ts";
import { judge } from "../judge/judge.ts";
import { type Clock, replay } from "./replay.ts";

const reply = replyOf;
const now = requestFrame(1, "now", "");
const clear = requestFrame(1, "clear", "");

function exchange(number: number, change: Partial<ExchangeStep> & { masks?: Mask[] } = {}): ExchangeStep {
  const { masks = [], ...rest } = change;
  return exchangeOf({ number, replies: [{ bytes: reply("1"), says: "1", masks }], ...rest });
}

const golden = (...steps: Step[]) => goldenOf(steps);

/** A clock that only waits advance. */
function manualClock(start: number): Clock {
  let time = start;
  return {
    now: () => time,
    wait: (seconds) => {
      time += seconds;
      return Promise.resolve();
    },
  };
}

async function kindsOf(answer: Answer, ...steps: Step[]): Promise<string[]> {
  const played = await replay(golden(...steps), {
    connect: fakeDaemon(answer),
    clock: manualClock(5),
    stepMilliseconds: 300,
  });
  return judge(golden(...steps), played, "bytes").differences.map(({ step, kind, path }) => `${step} ${path} ${kind}`);
}

describe("replay()", () => {
  it("notes what came for each step, and when", async () => {
    const steps = [exchange(1), { kind: "wait", number: 2, line: 0, seconds: 1.5 } as const, exchange(3)];
    const options = { connect: fakeDaemon(() => [reply("1")]), clock: manualClock(10), stepMilliseconds: 1000 };
    expect(await replay(golden(...steps), options)).toMatchObject([
      { step: 1, sentAt: 10, replies: [reply("1")], closed: false },
      { step: 3, sentAt: 11.5, replies: [reply("1")], closed: false },
    ]);
  });

  it("opens a connection for each number", async () => {
    const answer: Answer = (_, connection) => [reply(String(connection))];
    expect(await kindsOf(answer, exchange(1), exchange(2, { conn: 7 }), exchange(3))).toEqual(["2 result value"]);
  });

  it("finds bytes that nobody asked for, between steps and at the end", async () => {
    const twice: Answer = () => [reply("1"), reply("1")];
    expect(await kindsOf(twice, exchange(1), exchange(2))).toEqual(["1 connection extra", "2 connection extra"]);
    const more: Answer = () => [Buffer.concat([reply("1"), Buffer.from([0xd8])])];
    expect(await kindsOf(more, exchange(1))).toEqual(["1 connection trailing-bytes"]);
  });

  it("finds what comes between two steps, and after the last one", async () => {
    const [client, server] = duplexPair();
    server.on("data", () => server.write(reply("1")));
    server.on("end", () => server.end(reply("3")));
    const clock: Clock = {
      now: () => 0,
      wait: async () => {
        const arrived = new Promise((resolve) => client.once("data", resolve));
        server.write(reply("2"));
        await arrived;
      },
    };
    const steps = [exchange(1), { kind: "wait", number: 2, line: 0, seconds: 1 } as const, exchange(3)];
    const played = await replay(golden(...steps), {
      connect: () => Promise.resolve(client),
      clock,
      stepMilliseconds: 1000,
    });
    expect(played.map(({ replies }) => replies)).toEqual([
      [reply("1"), reply("2")],
      [reply("1"), reply("3")],
    ]);
  });

  it("goes on with a new connection after one that closed too early", async () => {
    const closeFirst: Answer = (_, connection) => (connection === 1 ? "close" : [reply("1")]);
    expect(await kindsOf(closeFirst, exchange(1), exchange(2))).toEqual(["1 connection closed"]);
  });

  it("ends a case whose reply does not come in time", async () => {
    expect(await kindsOf(() => [], exchange(1), exchange(2))).toEqual(["1 connection no-reply"]);
  });

  it("wants the close that the golden says, and sees one that it does not", async () => {
    const closes = exchange(1, { closes: true, replies: [] });
    expect(await kindsOf(() => "close", closes)).toEqual([]);
    expect(await kindsOf(() => [], closes)).toEqual(["1 connection not-closed"]);
    expect(await kindsOf(() => [reply("1")], closes)).toEqual(["1 connection extra", "1 connection not-closed"]);
  });

  it("hangs up where the client did", async () => {
    expect(await kindsOf(() => [reply("1")], exchange(1, { hangup: true, closes: true }))).toEqual([]);
  });

  it("lets a step keep silent, and joins segments", async () => {
    const half = exchange(1, { sends: [now.subarray(0, 5)], replies: [] });
    const rest = exchange(2, { sends: [now.subarray(5, 6), now.subarray(6)] });
    expect(await kindsOf((request) => (now.equals(request) ? [reply("1")] : "close"), half, rest)).toEqual([]);
  });

  it("has segments arrive as they are cut, by letting the daemon answer beside them", async () => {
    const came = new Map<number, string[]>();
    const server = createServer((socket) => {
      const chunks: string[] = [];
      came.set(came.size, chunks);
      socket.on("data", (chunk: Buffer) => {
        chunks.push(chunk.toString("hex"));
        const whole = Buffer.from(chunks.join(""), "hex");
        if (whole.toString("latin1").includes("worker_stats") || whole.equals(now)) socket.write(reply("1"));
      });
      socket.on("end", () => socket.end());
    });
    const address = await listen(server);
    const connect = () => dial(address);
    const sends = [0, 1, 2, 3].map((from) => now.subarray(from, from === 3 ? now.length : from + 1));
    await replay(golden(exchange(1, { sends })), { connect, clock: manualClock(5), stepMilliseconds: 1000 });
    server.close();
    expect(came.get(0)).toEqual(sends.map((segment) => segment.toString("hex")));
  });

  it("sends a name that the server made up", async () => {
    const masks: Mask[] = [{ at: "[0]", is: "new-name", name: "u", like: ".+", line: 0 }];
    const named = exchange(1, { replies: [{ bytes: reply("['old']"), says: "", masks }] });
    const used = exchange(2, {
      sends: [requestFrame(1, "clear", "['old']")],
      bindings: [{ at: "params[0][0]", name: "u", line: 0 }],
    });
    const wanted = requestFrame(1, "clear", "['another']");
    const answer: Answer = (request) =>
      now.equals(request) ? [reply("['another']")] : wanted.equals(request) ? [reply("1")] : [];
    expect(await kindsOf(answer, named, used)).toEqual(["1 [0] width"]);
  });

  it("takes a daemon that can no longer be reached for one that closed", async () => {
    const dial = fakeDaemon(() => "close");
    let dials = 0;
    const connect = () => (dials++ === 0 ? dial() : Promise.reject(new Error("refused")));
    const steps = [exchange(1, { closes: true, replies: [] }), exchange(2), exchange(3)];
    const options = { connect, clock: manualClock(0), stepMilliseconds: 1000 };
    expect((await replay(golden(...steps), options)).map(({ step, closed }) => [step, closed])).toEqual([
      [1, true],
      [2, true],
    ]);
    await expect(replay(golden(exchange(1)), options)).rejects.toThrow("refused");
  });

  it("stops when the user interrupts", async () => {
    const interrupt = new AbortController();
    const connect = fakeDaemon((request) => {
      if (clear.equals(request)) interrupt.abort();
      return [];
    });
    const options = { connect, clock: manualClock(0), stepMilliseconds: 60_000, signal: interrupt.signal };
    const played = await replay(golden(exchange(1, { sends: [clear] }), exchange(2)), options);
    expect(played.map(({ step }) => step)).toEqual([1]);
  });
});
