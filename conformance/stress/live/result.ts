// The result of a stress run, or of checking a stored history.
import type { CheckerCounts } from "../checker/checker.ts";
import type { Violation, ViolationKind } from "../checker/violation.ts";
import type { FaultName } from "../faults/fault.ts";
import type { FaultNote } from "../history/call.ts";

export type Verdict = "valid" | "invalid" | "not measured";

/** What a verdict follows from. */
type Findings = {
  readonly isFound: boolean;
  readonly answered: number;
  readonly leastCalls: number;
  /** How often each fault struck that was asked for, and why some cannot. */
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
  /** Why nothing can be said, where that is so. */
  readonly reason: string | null;
  readonly daemon: string;
  readonly seed: number;
  readonly clients: number;
  readonly startedAt: string;
  readonly seconds: number;
  readonly counts: CheckerCounts;
  /** What was found, the first of it with all that is known. */
  readonly violations: readonly Violation[];
  /** How often each kind was found. */
  readonly kinds: ReadonlyMap<ViolationKind, number>;
  /** Kinds that were expected, and how often each was found. */
  readonly allowed: ReadonlyMap<ViolationKind, number>;
  /** Faults that were asked for, and how often each struck. */
  readonly faults: ReadonlyMap<FaultName, number>;
  readonly notes: readonly FaultNote[];
  /** Microseconds that an answer took; null where nothing was measured. */
  readonly latency: { readonly half: number; readonly most: number; readonly longest: number } | null;
  /** The daemon's memory in MiB, once a second; nothing where it cannot be told. */
  readonly memory: readonly number[];
  /** The command that repeats the run. */
  readonly again: string;
};
