import { duplexPair } from "node:stream";
import { describe, expect, it } from "vitest";
import { assemble } from "../cbor/assemble.ts";
import { frameOf, requestFrame } from "../cbor/frame.ts";
import { createSplitter } from "../cbor/splitter.ts";
import { partsOf, startPlaying } from "./play.ts";
import type { Sent } from "./session.ts";
import { realTime } from "./time.ts";

/** A daemon that answers each frame with the next of these replies, and closes the connection when there is none. */
function daemon(answers: readonly (string | undefined)[]) {
  const segments: number[] = [];
  let connections = 0;
  let at = 0;
  const connect = () => {
    connections += 1;
    const [client, server] = duplexPair();
    const splitter = createSplitter();
    server.on("data", (chunk: Uint8Array) => {
      const frames = splitter.push(chunk);
      segments.push(frames.length);
      for (const _ of frames) {
        const answer = answers[at];
        at += 1;
        if (answer === undefined) {
          server.end();
          return;
        }
        server.write(frameOf(assemble(answer)));
      }
    });
    server.on("end", () => server.end());
    return Promise.resolve(client);
  };
  return { connect, segments, connections: () => connections };
}

const sent = (more: Partial<Sent> = {}): Sent => ({
  kind: "sent",
  conn: 1,
  frame: requestFrame(1, "now", ""),
  hangup: false,
  isLast: false,
  ...more,
});

describe("startPlaying()", () => {
  it("sends consecutive calls of one client in one segment, and records one reply for each", async () => {
    const { connect, segments } = daemon(["1", "2", "3", "4"]);
    const playing = startPlaying({ connect }, realTime(false), 1000);
    await playing.send([sent(), sent(), sent({ conn: 2 }), sent()]);
    playing.end();
    expect(segments).toEqual([2, 1, 1]);
    expect(playing.played.map(({ step, replies }) => [step, replies.length])).toEqual([
      [1, 1],
      [2, 1],
      [3, 1],
      [4, 1],
    ]);
  });

  it("records the call at which the connection was closed, and sends the rest on a new one", async () => {
    const { connect, connections } = daemon(["1", undefined, "3"]);
    const playing = startPlaying({ connect }, realTime(false), 1000);
    await playing.send([sent(), sent(), sent()]);
    playing.end();
    expect(playing.played.map(({ replies, closed }) => [replies.length, closed])).toEqual([
      [1, false],
      [0, true],
      [1, false],
    ]);
    expect(connections()).toBe(2);
  });

  it("half-closes the connection after a call with hangup, and records that the daemon closed it", async () => {
    const { connect } = daemon(["1"]);
    const playing = startPlaying({ connect }, realTime(false), 1000);
    await playing.send([sent({ hangup: true, isLast: true })]);
    expect(playing.played).toMatchObject([{ closed: true, replies: [{}] }]);
  });
});

describe("partsOf()", () => {
  it("splits a session at its waits", () => {
    const parts = partsOf([sent(), { kind: "wait", seconds: 5 }, { kind: "wait", seconds: 1 }, sent()]);
    expect(parts.map(({ wait, moves }) => [wait, moves.length])).toEqual([
      [0, 1],
      [5, 0],
      [1, 1],
    ]);
  });
});
