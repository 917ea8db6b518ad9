// Rules about a real daemon: each says which differences one point explains, and after which calls that point has led
// the two daemons to different states. `run`, `--fix`, `explore` and `shadow` apply them through sort.ts.
import type { Golden } from "../golden/format.ts";
import type { Difference } from "../judge/difference.ts";
import type { Answer, Call } from "../protocol/call.ts";
import type { Finding } from "../run/result.ts";

/** One call with the replies of both daemons. */
export type Exchange = {
  readonly call: Call | undefined;
  readonly request: Uint8Array;
  /** The reply of the daemon assumed to be correct, and that of the peer. */
  readonly expected: Answer;
  readonly got: Answer;
  /** Seconds since the epoch when the peer got the call; NaN if unknown. */
  readonly sentAt: number;
  /** Whether there was a pause earlier in the session. */
  readonly waited: boolean;
};

export type Rule = {
  /** Id of a point in points.yaml: `K7`, `D13`. */
  readonly point: string;
  /**
   * Whether this point is the reason of the difference.
   * @param difference with a path in the reply to this call alone, also inside a batch
   * @param before the earlier exchanges, oldest first
   */
  explains?(difference: Difference, exchange: Exchange, before: readonly Exchange[]): boolean;
  /** Whether this exchange left the two daemons in different states. */
  splitsState?(exchange: Exchange, before: readonly Exchange[]): boolean;
  /** The same, for an exchange with a difference that this rule explains. */
  splitsStateWhereItExplains?(exchange: Exchange): boolean;
  /** True for a rule that depends on the state of units or workers: applied after the rules for the form of replies. */
  readonly isAboutState?: true;
};

/** A difference with its exchange and the earlier ones; its path is relative to the reply to this call. */
export type Place = {
  readonly difference: Difference;
  readonly exchange: Exchange;
  /** The earlier exchanges, oldest first. */
  readonly before: readonly Exchange[];
};

/** A peer's rules, exported as `peer` by `peers/NAME/peer.ts`. */
export type PeerRules = {
  /** Its folder's name. */
  readonly name: string;
  /** The first rule that explains a difference gives the reason for it. */
  readonly rules: readonly Rule[];
  /** Parses a request like the peer does. */
  readCall(request: Uint8Array): Call | undefined;
  /**
   * Whether two calls affect the same units or workers, so that the effect of one may show in the reply to the other.
   */
  touchesSame(a: Call | undefined, b: Call | undefined): boolean;
  /** Whether a difference is about the same unit as an earlier call. */
  isAboutSame?(earlier: Exchange, place: Place): boolean;
  /** Places in the replies to a golden whose content is random, even if it did not differ in this run. */
  randomPlaces(golden: Golden, findings: readonly Finding[]): readonly RandomPlace[];
  /** Whether the received value is different in each run. Not needed for times, which are listed as `<time>`. */
  varies(finding: Finding): boolean;
};

/** `reply` is the first one by default. */
export type RandomPlace = {
  readonly step: number;
  readonly reply?: number;
  readonly path: string;
  readonly point: string;
};
