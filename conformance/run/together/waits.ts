// The total duration of a case's pauses.
import type { Golden } from "../../golden/format.ts";

/** In seconds. */
export function waitsOf({ steps }: Golden): number {
  return steps.reduce((sum, step) => sum + (step.kind === "wait" ? step.seconds : 0), 0);
}

export const waits = (golden: Golden): boolean => waitsOf(golden) > 0;
