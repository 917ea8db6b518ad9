// Where the answers of a run come from: a live target, or a recording of one. The runner doesn't know which.
import type { Golden } from "../golden/format.ts";
import type { PlayedStep } from "../judge/judge.ts";

export type Player = {
  /** What is measured, for people. */
  readonly name: string;
  /** @throws Unplayable when the case cannot be measured */
  play(golden: Golden): Promise<readonly PlayedStep[]>;
  /** Asked after a case that did not pass: what is wrong with the whole target; undefined when the run can go on. */
  failure(): Promise<string | undefined>;
};

/** Why no case can be isolated on a daemon that does not answer. */
export const NO_ANSWER = "no case can be isolated: clear() and list_worker_modes() get no answer";

/** A case that could not be measured: because of the case (`unplayable`), or because the target is no more (`gone`). */
export class Unplayable extends Error {
  override readonly name = "Unplayable";
  readonly code: "unplayable" | "gone";
  constructor(code: Unplayable["code"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
