// Writes reports to their destinations: stdout, files, the summary of a GitHub job.
import { appendFileSync, closeSync, existsSync, openSync, writeFileSync } from "node:fs";
import { dirname, isAbsolute, relative, resolve } from "node:path";
import { type Surroundings, UsageError } from "../command.ts";
import type { Golden } from "../golden/format.ts";
import { makeFolder } from "../make-folder.ts";
import type { MutantOutcome } from "../proof/mutants/outcome.ts";
import type { Run } from "../run/result.ts";
import type { ReportRequest } from "./formats.ts";
import { githubSummary } from "./github.ts";
import { totalsText } from "./pretty.ts";
import type { Annotates, Style } from "./printer.ts";
import { printerOf } from "./report.ts";
import { wantsColour } from "./style.ts";

export type Reports = {
  readonly reports: readonly ReportRequest[];
  readonly verbose: boolean;
  /** All goldens, if the cases have some; only called for a format that shows them. */
  readonly goldens?: () => readonly Golden[];
  /** Outcomes of the mutants that these were played to; only called for a format that shows them. */
  readonly kills?: () => readonly MutantOutcome[];
  /** The command line that repeats the run. */
  readonly command?: string;
};

/** Creates the files of all reports, so that a wrong path fails before the run, not after it. @throws UsageError */
export function prepareReports(reports: readonly { readonly file?: string | undefined }[]): void {
  for (const { file } of reports) if (file !== undefined) prepareFile(file);
}

/** Creates a file and its folder if missing. @throws UsageError for a file that cannot be written */
export function prepareFile(file: string): void {
  try {
    makeFolder(dirname(file));
    // Opened for appending, so that an earlier report is kept until the new one is written.
    closeSync(openSync(file, "a"));
  } catch (cause) {
    throw new UsageError(`cannot write ${file}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** Prints a run in every requested format. @param again returns the command line that runs only the given case */
export async function printReports(
  run: Run,
  { reports, verbose, goldens = () => [], kills = () => [], command }: Reports,
  again: (id: string) => string,
  { stdout, env }: Surroundings,
): Promise<void> {
  const style: Style = {
    colour: wantsColour(stdout, env),
    columns: stdout.isTTY === true ? stdout.columns : undefined,
    verbose,
    goldens,
    kills,
    again,
    command,
    annotates: env.GITHUB_WORKSPACE === undefined ? undefined : annotatesIn(env.GITHUB_WORKSPACE, env),
  };
  for (const { format, file } of reports) {
    const print = await printerOf(format);
    if (file === undefined) stdout.write(print(run, style));
    else writeFileSync(file, print(run, { ...style, colour: false, columns: undefined }));
  }
  // All reports go to files: print a summary for the user of the command.
  if (reports.every(({ file }) => file !== undefined)) stdout.write(totalsText(run));
  const isForGithub = reports.some(({ format }) => format === "github");
  if (isForGithub && env.GITHUB_STEP_SUMMARY) appendFileSync(env.GITHUB_STEP_SUMMARY, githubSummary(run));
}

/** Annotations point to files in the GitHub workspace, except installed packages, or else to the workflow file. */
function annotatesIn(workspace: string, { GITHUB_WORKFLOW_REF: ref = "" }: Surroundings["env"]): Annotates {
  // OWNER/REPOSITORY/.github/workflows/FILE@REF
  const [, workflow] = /^[^/]+\/[^/]+\/(.+)@/.exec(ref) ?? [];
  return {
    pathOf(file) {
      const path = relative(workspace, resolve(file));
      const isOutside = /^\.\.|(^|[\\/])node_modules[\\/]/.test(path) || isAbsolute(path);
      return isOutside || !existsSync(file) ? undefined : path;
    },
    otherwise: workflow,
  };
}
