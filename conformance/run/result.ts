// The outcome of a run, whatever ran: a golden against a daemon, or a Python test over the network. Runners make Results,
// printers print them, and the exit code follows from them; neither knows the other.
import { EXIT, type ExitCode } from "../command.ts";
import type { Difference } from "../judge/difference.ts";
import type { ErrorLevel } from "../judge/failing-answers.ts";
import type { Listed } from "../judge/known.ts";
import { type Feature, TIERS, type Tier } from "../protocol/clauses.ts";
import { type Demand, demandOf } from "../protocol/demand.ts";

export const OUTCOMES = ["passed", "diverged", "not-run", "unmeasured"] as const;

/**
 * passed: as expected, known divergences of a peer included. diverged: it was measured and it differs. not-run: it was not
 * measured because the user skipped or stopped it. unmeasured: it should have been measured and could not be.
 */
export type Outcome = (typeof OUTCOMES)[number];

export type Result = {
  /** What kind of check: `golden`, `python`. */
  readonly suite: string;
  /** `area/case` of a golden; the id of a Python test. */
  readonly case: string;
  readonly outcome: Outcome;
  readonly milliseconds: number;
  /** The file that holds the case, where there is one. */
  readonly file: string | undefined;
  /** One line: what the case is about. */
  readonly title: string;
  /** Ids of the clauses and points that the case demands; none of a Python test. */
  readonly requires: readonly string[];
  /** Why it is not passed, in one line; undefined for a pass. */
  readonly reason: string | undefined;
  /** More for people, many lines: a traceback. */
  readonly detail: string | undefined;
  /** What differs and was not expected to; golden suite only. */
  readonly differences: readonly Finding[];
  /** How many differences the expect file foresaw, and by which cause. */
  readonly expected: number;
  readonly listed: readonly ListedFinding[];
  /** Entries of the expect file for this case that did not show. */
  readonly stale: readonly string[];
  /** Bytes of replies that were compared, and that masks left unchecked. */
  readonly bytes: { readonly compared: number; readonly masked: number };
  /** How basic the case was, and what it needed, when the suite was frozen that the run is judged by. */
  readonly frozen?: Pick<Demand, "tier" | "features">;
};

/** How basic the case is, and which features it needs. */
export function demandedBy({
  frozen,
  requires,
}: Pick<Result, "frozen" | "requires">): Pick<Demand, "tier" | "features"> {
  return frozen ?? demandOf(requires);
}

/** What the expect file foresaw, with the request that led to the first of it. */
type ListedFinding = Omit<Listed, "first"> & { readonly first: Finding };

/** A difference with the request that led to it. */
export type Finding = Difference & {
  /** Line of the step in the case's file. */
  readonly line: number;
  /** The step's requests in notation. */
  readonly call: readonly string[];
  /** Hex of what was sent, of the reply in the golden and of the one that came: nobody has to run it again to look. */
  readonly sent: string;
  readonly recorded: string;
  readonly replied: string;
};

/** All of one run. */
export type Run = {
  readonly results: readonly Result[];
  /** What was measured: an address, a command line, recorded replies. */
  readonly daemon: string;
  readonly compare: string;
  /** The peer whose known divergences were expected. */
  readonly peer: string | undefined;
  /** Which tool measured, with its version. */
  readonly tool: string;
  /** The features that the daemon's owner declared absent: their cases are not run, and counted apart. */
  readonly without: readonly Feature[];
  /** How strictly failing answers are compared. */
  readonly errors: ErrorLevel;
  /** Only cases of this tier, or of one more basic, decide the exit code; undefined: all. */
  readonly require: Tier | undefined;
  /** The frozen suite that alone counts; undefined where every case does. */
  readonly suite?: SuiteRun | undefined;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly milliseconds: number;
  /** What went wrong outside any case: the daemon crashed, an expected divergence is out of date. */
  readonly problems: readonly Problem[];
  /** What may explain failures, and changes no verdict. */
  readonly notes?: readonly string[];
};

export type SuiteRun = {
  readonly name: string;
  /** Its cases that today's goldens have otherwise: they were judged as the suite has them. */
  readonly changed: readonly string[];
  /** What came of cases that are later than the suite: nothing depends on it. */
  readonly later: readonly Result[];
};

export type Problem = { readonly outcome: "diverged" | "unmeasured"; readonly message: string };

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

/** Whether a case of this tier counts where only those up to `most` do; one without clauses always does. */
function isWithin(most: Tier, tier: Tier | undefined): boolean {
  return tier === undefined || TIERS.indexOf(tier) <= TIERS.indexOf(most);
}
