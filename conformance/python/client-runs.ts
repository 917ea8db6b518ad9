// Combines the runs of several clients: into one run for the reports, and a table with a row per client.
import { elementAt } from "../element-at.ts";
import type { Result, Run } from "../run/result.ts";
import { suiteOf } from "./suites.ts";

export type ClientRun = { readonly client: string; readonly run: Run };

/** All runs as one; if there are several, the suite name of each result contains the client. */
export function inOne(runs: readonly ClientRun[]): Run {
  const [first, ...more] = runs;
  if (first === undefined) throw new Error("there is no run of any client");
  if (more.length === 0) return first.run;
  return {
    ...first.run,
    daemon: runs.map(({ run }) => run.daemon).join("; "),
    results: runs.flatMap(({ client, run }) =>
      run.results.map((each) => ({ ...each, suite: `${each.suite} ${client}` })),
    ),
    problems: runs.flatMap(({ client, run }) =>
      run.problems.map((each) => ({ ...each, message: `${client}: ${each.message}` })),
    ),
    milliseconds: runs.reduce((sum, { run }) => sum + run.milliseconds, 0),
  };
}

/** A text table with a row per client and a column per suite: passed tests of those that ran. */
export function clientTable(runs: readonly ClientRun[]): string {
  const suites = [...new Set(runs.flatMap(({ run }) => run.results.map((result) => suiteOf(result.case))))];
  const head = ["client", ...suites];
  const rows = runs.map(({ client, run }) => [
    client,
    ...suites.map((suite) => cellOf(run.results.filter((result) => suiteOf(result.case) === suite))),
  ]);
  const widths = head.map((_, i) => Math.max(...[head, ...rows].map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `${row
      .map((cell, i) => cell.padEnd(elementAt(widths, i)))
      .join("  ")
      .trimEnd()}\n`;
  return [head, ...rows].map(line).join("");
}

function cellOf(results: readonly Result[]): string {
  const ran = results.filter(({ outcome }) => outcome !== "not-run");
  if (ran.length === 0) return "not run";
  return `${ran.filter(({ outcome }) => outcome === "passed").length} of ${ran.length}`;
}
