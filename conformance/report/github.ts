// Workflow commands of GitHub Actions: one annotation a case, on a file that the reader has: the entry of their list that no longer
// shows, the line of their golden, else the list itself, else the workflow. The step summary, in Markdown, is a text of its own, which the command appends to $GITHUB_STEP_SUMMARY.
import type { Result, Run } from "../run/result.ts";
import { totalsOf } from "../run/result.ts";
import { type Annotates, closingLine, type Printer } from "./printer.ts";
import { likelySentences } from "./sentences.ts";

/** A workflow keeps ten annotations of a kind for each step; more are counted, not listed. */
const MOST = 10;

export const github: Printer = (run, { annotates }) => {
  const wrong = run.results.filter(({ outcome }) => outcome === "diverged" || outcome === "unmeasured");
  const cases = wrong.slice(0, MOST).map((result) => {
    const place = placeOf(result, run, annotates);
    return `::error ${[...place, `title=${property(result.case)}`].join(",")}::${data(bodyOf(result))}\n`;
  });
  const problems = run.problems.map(({ message }) => `::error title=coordinate-conformance::${data(message)}\n`);
  const more = wrong.length > MOST ? [`::notice::${wrong.length - MOST} more cases failed\n`] : [];
  return [...cases, ...problems, ...more, `${closingLine(run)}\n`].join("");
};

function placeOf({ file, differences, stale }: Result, { peer }: Run, annotates: Annotates | undefined): string[] {
  const at = (name: string | undefined, line: number) => {
    const path = name === undefined || annotates === undefined ? name : annotates.pathOf(name);
    return path === undefined ? undefined : [`file=${property(path)}`, `line=${line}`];
  };
  const [, list, entry] = /^(.+):(\d+) \(/.exec(stale[0] ?? "") ?? [];
  const listed = differences.length === 0 ? at(list, Number(entry)) : undefined;
  const known = annotates === undefined ? undefined : at(peer, 1);
  const workflow = annotates?.otherwise === undefined ? [] : [`file=${property(annotates.otherwise)}`, "line=1"];
  return listed ?? at(file, differences[0]?.line ?? 1) ?? known ?? workflow;
}

/** Markdown for the summary page of a workflow run. */
export function githubSummary(run: Run): string {
  const { compared, masked } = totalsOf(run.results);
  const wrong = run.results.filter(({ outcome }) => outcome === "diverged" || outcome === "unmeasured");
  const rows = wrong.map((result) => `| ${cell(result.case)} | ${result.outcome} | ${cell(result.reason ?? "")} |\n`);
  const table = rows.length === 0 ? "" : `\n| case | outcome | why |\n| --- | --- | --- |\n${rows.join("")}`;
  const said = [...run.problems.map(({ message }) => message), ...(run.notes ?? [])];
  const problems = said.map((message) => `\n> ${cell(message)}\n`).join("");
  return `### Coordinate conformance: ${closingLine(run)}

${cell(run.daemon)}${run.suite === undefined ? "" : `, suite ${run.suite.name}`}, level ${run.compare}; ${compared} bytes compared, ${masked} masked; ${cell(run.tool)}.
${problems}${table}`;
}

function bodyOf(result: Result): string {
  const { reason, differences } = result;
  const lines = differences.map(
    ({ step, path, kind, expected, got }) => `step ${step} ${path} ${kind}: expected ${expected}, got ${got}`,
  );
  const broken = likelySentences(result).map((sentence) => `breaks ${sentence}`);
  return [...(lines.length === 0 ? [reason ?? ""] : lines), ...broken].join("\n");
}

const data = (text: string) => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const property = (text: string) => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
const cell = (text: string) =>
  text.replaceAll("\\", "\\\\").replaceAll("|", "\\|").replaceAll("\n", " ").replaceAll("<", "&lt;");
