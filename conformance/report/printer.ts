// What a printer is: a pure function from a run to text.
import type { Golden } from "../golden/format.ts";
import type { MutantOutcome } from "../proof/mutants/outcome.ts";
import type { Run } from "../run/result.ts";

/** How a printer may write, and what it needs to know that the run doesn't. */
export type Style = {
  readonly colour: boolean;
  /** Columns of the terminal; undefined where lines may be of any length. */
  readonly columns: number | undefined;
  /** List passed cases too. */
  readonly verbose: boolean;
  /** All goldens, where the cases have some; more may be there than ran. */
  readonly goldens: () => readonly Golden[];
  /** What became of each mutant that those goldens were played to, where that is known. */
  readonly kills: () => readonly MutantOutcome[];
  /** The command line that runs one case alone. */
  readonly again: (id: string) => string;
  /** The command line that measures all of it again; undefined where there is none. */
  readonly command?: string | undefined;
  /** Which file an annotation can point to; any that is named, where this is undefined. */
  readonly annotates?: Annotates | undefined;
};

export type Annotates = {
  /** What a file is called in the reader's workspace; undefined where it does not stand there. */
  pathOf(file: string): string | undefined;
  /** The file there that says what is run, for whatever stands in none. */
  readonly otherwise: string | undefined;
};

export type Printer = (run: Run, style: Style) => string;

/** The closing line of every report for people. */
export function closingLine({ results }: Run): string {
  const count = (...outcomes: string[]) => results.filter(({ outcome }) => outcomes.includes(outcome)).length;
  return `${count("passed")} passed, ${count("diverged", "unmeasured")} failed, ${count("not-run")} skipped`;
}
