// The type of a printer: a pure function from a run to the text of a report.
import { counted } from "../counted.ts";
import type { Golden } from "../golden/format.ts";
import type { MutantOutcome } from "../proof/mutants/outcome.ts";
import type { Run } from "../run/result.ts";

/** Options of a printer, and data that is not part of the run. */
export type Style = {
  readonly colour: boolean;
  /** Width of the terminal in columns; undefined if the length of lines is not limited. */
  readonly columns: number | undefined;
  /** List passed cases too. */
  readonly verbose: boolean;
  /** All goldens, not only those that ran; empty if the cases have none, as for Python tests. */
  readonly goldens: () => readonly Golden[];
  /** Outcomes of the mutants that those goldens were played to; empty if not known. */
  readonly kills: () => readonly MutantOutcome[];
  /** The command line that runs one case alone. */
  readonly again: (id: string) => string;
  /** The command line that repeats the run; undefined if there is none. */
  readonly command?: string | undefined;
  /** Tells which files annotations can point to; undefined: to any file. */
  readonly annotates?: Annotates | undefined;
};

export type Annotates = {
  /** Path of a file relative to the reader's workspace; undefined if it is not in there. */
  pathOf(file: string): string | undefined;
  /** Path in the workspace for annotations without a file of their own: the workflow file. */
  readonly otherwise: string | undefined;
};

export type Printer = (run: Run, style: Style) => string;

/** The closing line of the text reports: numbers of passed, failed and skipped cases, and of entries out of date. */
export function closingLine({ results, problems }: Pick<Run, "results" | "problems">): string {
  const stale = problems.filter(({ isStale }) => isStale).length;
  const entries = stale === 0 ? "" : `, ${counted(stale, "stale entry", "stale entries")} in the list`;
  const count = (...outcomes: string[]) => results.filter(({ outcome }) => outcomes.includes(outcome)).length;
  return `${count("passed")} passed, ${count("diverged", "unmeasured")} failed, ${count("not-run")} skipped${entries}`;
}
