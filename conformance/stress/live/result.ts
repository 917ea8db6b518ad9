// The result of a stress run, or of checking a stored history.
import type { CheckerCounts } from "../checker/checker.ts";
import type { Violation, ViolationKind } from "../checker/violation.ts";
import type { FaultName } from "../faults/fault.ts";
import type { FaultNote } from "../history/call.ts";

export type Verdict = "valid" | "invalid" | "not measured";

/** The data from which the verdict is derived. */
type Findings = {
  readonly isFound: boolean;
  readonly answered: number;
  readonly leastCalls: number;
  /** How often each requested fault was injected. */
  readonly faults: ReadonlyMap<FaultName, number>;
  readonly hindered: ReadonlyMap<string, string>;
};

export function verdictOf({
  isFound,
  answered,
  leastCalls,
  faults,
  hindered,
}: Findings): Pick<StressResult, "verdict" | "reason"> {
  if (isFound) return { verdict: "invalid", reason: null };
  if (answered < leastCalls) {
    return { verdict: "not measured", reason: `only ${answered} calls were answered, and ${leastCalls} are needed` };
  }
  const missed = [...faults]
    .filter(([, count]) => count === 0)
    .map(([name]) => (hindered.has(name) ? `${name} (${hindered.get(name)})` : name));
  if (missed.length > 0) return { verdict: "not measured", reason: `never struck: ${missed.join(", ")}` };
  return { verdict: "valid", reason: null };
}

export type StressResult = {
  readonly verdict: Verdict;
  /** Why there is no verdict; null if there is one. */
  readonly reason: string | null;
  readonly daemon: string;
  readonly seed: number;
  readonly clients: number;
  readonly startedAt: string;
  readonly seconds: number;
  readonly counts: CheckerCounts;
  /** The violations that are kept with all details. */
  readonly violations: readonly Violation[];
  /** Number of violations by kind. */
  readonly kinds: ReadonlyMap<ViolationKind, number>;
  /** Number of expected violations by kind. */
  readonly allowed: ReadonlyMap<ViolationKind, number>;
  /** The requested faults, and how often each was injected. */
  readonly faults: ReadonlyMap<FaultName, number>;
  readonly notes: readonly FaultNote[];
  /** Reply times in microseconds: median, high quantile, maximum; null if not measured. */
  readonly latency: { readonly half: number; readonly most: number; readonly longest: number } | null;
  /** The daemon's resident memory in MiB, once a second; empty if it cannot be read. */
  readonly memory: readonly number[];
  /** The command that repeats the run. */
  readonly again: string;
};
