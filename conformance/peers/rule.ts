// What is known of a real daemon: rules, each of which says which differences one point explains, and after which calls the
// point has led the two daemons to different states. `run`, `--fix`, `explore` and `shadow` all look at them through sort.ts.
import type { Golden } from "../golden/format.ts";
import type { Difference } from "../judge/difference.ts";
import type { Answer, Call } from "../protocol/call.ts";
import type { Finding } from "../run/result.ts";

/** One call with what both daemons answered. */
export type Exchange = {
  readonly call: Call | undefined;
  readonly request: Uint8Array;
  /** Of the daemon that is taken as right, and of the peer. */
  readonly expected: Answer;
  readonly got: Answer;
  /** Seconds since the epoch when the peer was asked; NaN where that is not known. */
  readonly sentAt: number;
  /** Whether the session has waited before. */
  readonly waited: boolean;
};

export type Rule = {
  /** Of the contract or of the list of differences: `K7`, `D13`. */
  readonly point: string;
  /**
   * Whether this point is why the peer's answer differs in this place.
   * @param difference of this call alone: inside a batch, with the path in the reply to it
   * @param before the exchanges before, oldest first
   */
  explains?(difference: Difference, exchange: Exchange, before: readonly Exchange[]): boolean;
  /** Whether this exchange left the two daemons in different states. */
  splitsState?(exchange: Exchange, before: readonly Exchange[]): boolean;
  /** The same, for an exchange with a difference that this rule explains. */
  splitsStateWhereItExplains?(exchange: Exchange): boolean;
  /** True for a rule that reads the units' or workers' states: it is asked after the rules for the form of replies. */
  readonly isAboutState?: true;
};

/** A difference in its surroundings; its path is the one in the reply to this call. */
export type Place = {
  readonly difference: Difference;
  readonly exchange: Exchange;
  /** The exchanges before, oldest first, each with what the peer answered. */
  readonly before: readonly Exchange[];
};

/** All that is known of a peer beyond its list: `peers/NAME/peer.ts` exports it. */
export type PeerRules = {
  /** Its folder's name. */
  readonly name: string;
  /** The first one that explains a difference is the reason for it. */
  readonly rules: readonly Rule[];
  /** What the peer takes for a call. */
  readCall(request: Uint8Array): Call | undefined;
  /** Whether two calls are about the same units or workers, so that what one left shows in the other. */
  touchesSame(a: Call | undefined, b: Call | undefined): boolean;
  /** Whether a place is about the very unit that an earlier call was about. */
  isAboutSame?(earlier: Exchange, place: Place): boolean;
  /** Places whose content is another one in each run, whether it shows in this one or not. */
  randomPlaces(golden: Golden, findings: readonly Finding[]): readonly RandomPlace[];
  /** Whether what came is another one in each run. Times alone need not be: they are listed as `<time>`. */
  varies(finding: Finding): boolean;
};

/** `reply` is the first one unless given. */
export type RandomPlace = {
  readonly step: number;
  readonly reply?: number;
  readonly path: string;
  readonly point: string;
};
