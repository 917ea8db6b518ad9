// Workflow commands of GitHub Actions: one annotation for each failed case. It points to the first of these that is in
// the workspace: the stale entry of the expect file, the line of the golden, the expect file, the workflow file.
// githubSummary() is the step summary in Markdown, which is appended to $GITHUB_STEP_SUMMARY.
import { excerpt, SHORT } from "../judge/excerpt.ts";
import { isWrong, type Result, type Run, totalsOf } from "../run/result.ts";
import { shownValues } from "./differs-at.ts";
import { type Annotates, closingLine, type Printer } from "./printer.ts";
import { likelySentences } from "./sentences.ts";

/** GitHub shows ten annotations of a kind for each step; further cases are only counted. */
const MOST = 10;
const MOST_DIFFERENCES = 4;

export const github: Printer = (run, { annotates }) => {
  const wrong = run.results.filter(isWrong);
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
  const wrong = run.results.filter(isWrong);
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
  const lines = differences.slice(0, MOST_DIFFERENCES).map((finding) => {
    const { step, path, kind } = finding;
    const [expected, got] = shownValues(finding, SHORT);
    return `step ${step} ${excerpt(path, SHORT)} ${kind}: expected ${expected}, got ${got}`;
  });
  if (differences.length > lines.length) lines.push(`and ${differences.length - lines.length} more differences`);
  const broken = likelySentences(result).map((sentence) => `breaks ${sentence}`);
  return [...(lines.length === 0 ? [reason ?? ""] : lines), ...broken].join("\n");
}

const data = (text: string) => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const property = (text: string) => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
const cell = (text: string) =>
  text.replaceAll("\\", "\\\\").replaceAll("|", "\\|").replaceAll("\n", " ").replaceAll("<", "&lt;");
