// The result of a run: of goldens against a daemon, or of Python tests. Runners produce Results, reports print them,
// and the exit code is computed from them.
import { EXIT, type ExitCode } from "../command.ts";
import type { Difference } from "../judge/difference.ts";
import type { ErrorLevel } from "../judge/failing-answers.ts";
import type { Listed } from "../judge/known.ts";
import { type Feature, TIERS, type Tier } from "../protocol/clauses.ts";
import { type Demand, demandOf } from "../protocol/demand.ts";

export const OUTCOMES = ["passed", "diverged", "not-run", "unmeasured"] as const;

/**
 * passed: as expected, including known divergences. diverged: measured, and different. not-run: skipped or interrupted
 * by the user. unmeasured: should have been measured and could not be.
 */
export type Outcome = (typeof OUTCOMES)[number];

export type Result = {
  /** The kind of check: `golden`, `python`. */
  readonly suite: string;
  /** `area/case` of a golden; the id of a Python test. */
  readonly case: string;
  readonly outcome: Outcome;
  readonly milliseconds: number;
  /** The file of the case, if there is one. */
  readonly file: string | undefined;
  /** One line: what the case is about. */
  readonly title: string;
  /** Ids of the clauses and points that the case tests; empty for a Python test. */
  readonly requires: readonly string[];
  /** Why it did not pass, in one line; undefined for a pass. */
  readonly reason: string | undefined;
  /** Further text for people, several lines: a traceback. */
  readonly detail: string | undefined;
  /** Unexpected differences; goldens only. */
  readonly differences: readonly Finding[];
  /** The expected differences by cause, with their number. */
  readonly expected: number;
  readonly listed: readonly ListedFinding[];
  /** Entries of the expect file for this case that did not occur. */
  readonly stale: readonly string[];
  /** How many bytes of replies were compared, and how many were not because of masks. */
  readonly bytes: { readonly compared: number; readonly masked: number };
  /** Tier and features of the case in the frozen suite that the run is judged by. */
  readonly frozen?: Pick<Demand, "tier" | "features">;
};

/** Whether a case failed, or could not be measured though it should have been. */
export const isWrong = ({ outcome }: Pick<Result, "outcome">): boolean =>
  outcome === "diverged" || outcome === "unmeasured";

/** The tier and features of the case of a result. */
export function demandedBy({
  frozen,
  requires,
}: Pick<Result, "frozen" | "requires">): Pick<Demand, "tier" | "features"> {
  return frozen ?? demandOf(requires);
}

/** Differences that the expect file lists, with the request of the first of them. */
type ListedFinding = Omit<Listed, "first"> & { readonly first: Finding };

/** A difference with the request that led to it. */
export type Finding = Difference & {
  /** Line of the step in the case's file. */
  readonly line: number;
  /** The step's requests in notation. */
  readonly call: readonly string[];
  /** Hex of the request, of the golden's reply and of the received reply. */
  readonly sent: string;
  readonly recorded: string;
  readonly replied: string;
};

/** All of one run. */
export type Run = {
  readonly results: readonly Result[];
  /** The daemon: an address, a command line, or a file of recorded replies. */
  readonly daemon: string;
  readonly compare: string;
  /** The peer whose known divergences were expected. */
  readonly peer: string | undefined;
  /** Name and version of this tool. */
  readonly tool: string;
  /** The features that the daemon lacks according to --without; their cases are not run and counted separately. */
  readonly without: readonly Feature[];
  /** How strictly error replies and refusals are compared. */
  readonly errors: ErrorLevel;
  /** Only cases of this or a more basic tier decide the exit code; undefined: all. */
  readonly require: Tier | undefined;
  /** The frozen suite whose cases alone count; undefined: all cases count. */
  readonly suite?: SuiteRun | undefined;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly milliseconds: number;
  /** Problems that belong to no case: the daemon crashed, an expected divergence is out of date. */
  readonly problems: readonly Problem[];
  /** Hints that may explain failures; they do not affect the verdict. */
  readonly notes?: readonly string[];
};

export type SuiteRun = {
  readonly name: string;
  /** Cases whose goldens have changed since: they were judged by their former goldens. */
  readonly changed: readonly string[];
  /** Results of cases that are newer than the suite; they do not count. */
  readonly later: readonly Result[];
};

export type Problem = {
  readonly outcome: "diverged" | "unmeasured";
  readonly message: string;
  /** Whether it is an entry of the expect file that is out of date. */
  readonly isStale?: boolean;
};

export type Totals = Record<Outcome, number> & { readonly compared: number; readonly masked: number };

export function totalsOf(results: readonly Result[]): Totals {
  const count = (outcome: Outcome) => results.filter((result) => result.outcome === outcome).length;
  const sum = (of: (result: Result) => number) => results.reduce((total, result) => total + of(result), 0);
  return {
    passed: count("passed"),
    diverged: count("diverged"),
    "not-run": count("not-run"),
    unmeasured: count("unmeasured"),
    compared: sum(({ bytes }) => bytes.compared),
    masked: sum(({ bytes }) => bytes.masked),
  };
}

/**
 * The exit code of a run: 1 when anything diverged, else 3 when anything could not be measured, else 2 when nothing ran.
 * A run that compared nothing is never 0.
 */
export function exitCodeOf({
  results,
  problems,
  require,
}: Pick<Run, "results" | "problems"> & Partial<Pick<Run, "require">>): ExitCode {
  const counts = (result: Result) => require === undefined || isWithin(require, demandedBy(result).tier);
  const is = (outcome: Outcome) =>
    results.some((result) => result.outcome === outcome && counts(result)) ||
    problems.some((problem) => problem.outcome === outcome);
  if (is("diverged")) return EXIT.diverged;
  if (is("unmeasured")) return EXIT.unmeasured;
  return results.some((result) => result.outcome === "passed") ? EXIT.ok : EXIT.usage;
}

/** Whether a case of this tier counts if only tiers up to `most` do; a case without clauses always counts. */
export function isWithin(most: Tier, tier: Tier | undefined): boolean {
  return tier === undefined || TIERS.indexOf(tier) <= TIERS.indexOf(most);
}
