// What came of a stress run, or of judging its history again.
import type { CheckerCounts } from "../checker/checker.ts";
import type { Violation, ViolationKind } from "../checker/violation.ts";
import type { FaultName } from "../faults/fault.ts";
import type { FaultNote } from "../history/call.ts";

export type Verdict = "valid" | "invalid" | "not measured";

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
