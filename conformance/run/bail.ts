// `run --bail N` with several daemons: when the N-th case fails, others are still being played. Those that fail then were
// not run either, so that N failures are shown.
import type { Result } from "./result.ts";

export type Bail = {
  /** Takes each result, in the order in which the cases end. */
  note(result: Result): void;
  /** The results, in which cases that failed after the N-th one are not run. */
  kept(results: readonly Result[]): Result[];
};

/** @param most undefined: any number may fail */
export function createBail(most: number | undefined): Bail {
  const counted = new Set<string>();
  return {
    note(result) {
      if (isFailed(result) && counted.size < (most ?? Infinity)) counted.add(result.case);
    },
    kept(results) {
      const isLate = (result: Result) => most !== undefined && isFailed(result) && !counted.has(result.case);
      return results.map((result) => (isLate(result) ? leftOut(result, counted.size) : result));
    },
  };
}

const isFailed = ({ outcome }: Result) => outcome === "diverged" || outcome === "unmeasured";

function leftOut(result: Result, count: number): Result {
  const nothing = { differences: [], expected: 0, listed: [], stale: [], detail: undefined } as const;
  const reason = `${count} ${count === 1 ? "case" : "cases"} failed before`;
  return { ...result, ...nothing, outcome: "not-run", reason, bytes: { compared: 0, masked: 0 } };
}
