import { describe, expect, it } from "vitest";
import { linesOf, movesIn } from "./lines.ts";
import { sessionAt } from "./pool.ts";
import type { Session } from "./session.ts";

const answer = (replies: number, closed = false) => ({
  ...{ step: 1, sentAt: 0, receivedAt: 0, rest: new Uint8Array(), closed },
  replies: Array.from({ length: replies }, () => new Uint8Array()),
});

const session: Session = [
  { kind: "call", conn: 1, method: "now", params: [] },
  { kind: "wait", seconds: 1.3 },
  { kind: "call", conn: 3, method: "unlock", params: ["'w'", "[[]]"], hangup: true },
  { kind: "odd", conn: 3, frame: "24(<<[{'params': [], 'id': ID, 'method': 'now'}]>>)", mayClose: false },
  { kind: "odd", conn: 1, frame: "24(<<5>>)", mayClose: true },
  { kind: "call", conn: 1, method: "GetWork", params: ["'w'", "{}"] },
];
const answers = [answer(1), answer(1, true), answer(1), answer(0, true), answer(1)];
const lines = [
  "now()",
  "wait 1.3",
  "2: unlock('w', [[]])",
  "& end",
  "= ?",
  "= closed",
  "3: 24(<<[{'params': [], 'id': 3, 'method': 'now'}]>>)",
  "= ?",
  "24(<<5>>)",
  "= closed",
  "4: 24(<<{'params': ['w', {}], 'id': 5, 'method': 'GetWork'}>>)",
  "= ?",
];

describe("linesOf()", () => {
  it("writes the calls, new connections after a close, and answers that are not one reply", () => {
    expect(linesOf({ session, answers })).toEqual(lines);
  });
});

describe("movesIn()", () => {
  it("reads a script as frames and waits", () => {
    expect(movesIn(lines)).toMatchObject([
      { kind: "sent", conn: 1, isLast: false },
      { kind: "wait", seconds: 1.3 },
      { kind: "sent", conn: 2, hangup: true, isLast: true },
      { kind: "sent", conn: 3, hangup: false },
      { kind: "sent", conn: 1, isLast: true },
      { kind: "sent", conn: 4 },
    ]);
  });

  it("reads back the lines of generated sessions", () => {
    for (let i = 0; i < 60; i++) {
      const drawn = sessionAt(3, `${i}.${i}`, { maxCalls: 24, time: "moved" }).session;
      expect(movesIn(linesOf({ session: drawn, answers: [] }))).toHaveLength(drawn.length);
    }
  });
});
