// Sessions written by hand, for tests: calls and results in notation.
import { assemble } from "../../cbor/assemble.ts";
import { frameOf, requestFrame } from "../../cbor/frame.ts";
import type { Session, SessionStep } from "../session.ts";

/** The frame of a reply with this result. */
export function replyFrame(id: number, result: string): Buffer {
  return frameOf(assemble(`{'id': ${id}, 'result': ${result}}`));
}

export type Turn = number | readonly [call: string, result: string, sentAt?: number, conn?: number];

/** A session of calls, `["get_work('w', {})", "[null, null]", sentAt, conn]`, and waits, a number of seconds. */
export function sessionOf(...turns: readonly Turn[]): Session {
  const steps = turns.map((turn, i): SessionStep => {
    if (typeof turn === "number") return { kind: "wait", seconds: turn };
    const [call, result, sentAt = 1000, conn = 1] = turn;
    const open = call.indexOf("(");
    const send = requestFrame(i + 1, call.slice(0, open), call.slice(open + 1, -1));
    return { kind: "exchange", conn, send, reply: replyFrame(i + 1, result), sentAt, receivedAt: sentAt + 0.01 };
  });
  return { test: "test_area::test_case", title: "a case", requires: ["K1"], steps };
}
