// Where the answers of a run come from: a live target, or a recording of one. The runner doesn't know which.
import type { Golden } from "../golden/format.ts";
import type { PlayedStep } from "../judge/judge.ts";

export type Player = {
  /** What is measured, for people. */
  readonly name: string;
  /** @throws Unplayable when the case cannot be measured */
  play(golden: Golden): Promise<readonly PlayedStep[]>;
  /** What went wrong with the whole target since; undefined while it can go on. */
  failure(): string | undefined;
};

/** A case that could not be measured, though the run can go on. */
export class Unplayable extends Error {
  override readonly name = "Unplayable";
  readonly code = "unplayable";
}
