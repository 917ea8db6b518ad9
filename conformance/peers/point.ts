// What a declared divergence of a peer is for live comparison: which differences it explains, and after which calls it
// has led the two daemons to different states, so that what follows cannot be compared any more.

import type { Difference } from "../judge/difference.ts";
import type { PlayedStep } from "../judge/judge.ts";
import { type Answer, answerIn, type Call, callIn } from "../protocol/call.ts";

/** One call with what both daemons answered. */
export type Exchange = {
  readonly call: Call | undefined;
  readonly request: Uint8Array;
  /** Of the daemon that is taken as right, and of the peer. */
  readonly expected: Answer;
  readonly got: Answer;
  /** Seconds since the epoch when the peer was asked. */
  readonly sentAt: number;
};

export type Point = {
  /** The number in the contract: `K7`. */
  readonly point: string;
  /** Whether this point is why the peer's answer differs in this place. `before` are the exchanges before, oldest first. */
  explains?(difference: Difference, exchange: Exchange, before: readonly Exchange[]): boolean;
  /** True when the states differ from the first difference on that this point explains. */
  readonly partsOnDifference?: true;
  /** Whether this exchange left the two daemons in different states. */
  parts?(exchange: Exchange, before: readonly Exchange[]): boolean;
};

/** The exchanges of a session that both daemons played. */
export function exchangesOf(
  session: readonly Uint8Array[],
  expected: readonly PlayedStep[],
  got: readonly PlayedStep[],
): readonly Exchange[] {
  return session.slice(0, Math.min(expected.length, got.length)).map((request, i) => ({
    call: callIn(request),
    request,
    expected: answerIn(expected[i]?.replies ?? [], expected[i]?.closed ?? false),
    got: answerIn(got[i]?.replies ?? [], got[i]?.closed ?? false),
    sentAt: got[i]?.sentAt ?? 0,
  }));
}
