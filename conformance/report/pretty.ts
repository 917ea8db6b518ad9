// For people: what failed in full, what passed as counts, and the closing line.
import type { Finding, Result, Run } from "../result.ts";
import { totalsOf } from "../result.ts";
import { closingLine, type Printer, type Style } from "./printer.ts";
import { type Paint, painter, shortenTo } from "./style.ts";

export const pretty: Printer = (run, style) => {
  const paint = painter(style.colour);
  const blocks = run.results
    .filter((result) => style.verbose || isWrong(result))
    .map((each) => caseBlock(each, style, paint));
  const problems = run.problems.map(({ message }) => `${paint("red", "!")} ${message}\n`);
  return [...blocks, ...problems, blocks.length + problems.length > 0 ? "\n" : "", summary(run, paint)].join("");
};

const isWrong = ({ outcome }: Result) => outcome === "diverged" || outcome === "unmeasured";

const MARKS = {
  passed: ["green", "✓"],
  diverged: ["red", "✗"],
  unmeasured: ["yellow", "?"],
  "not-run": ["dim", "-"],
} as const;

function caseBlock(result: Result, style: Style, paint: Paint): string {
  const [colour, mark] = MARKS[result.outcome];
  const room = style.columns === undefined ? undefined : style.columns - 4 - result.case.length;
  const title = room !== undefined && room < 10 ? "" : `  ${paint("dim", shortenTo(result.title, room))}`;
  const head = `${paint(colour, mark)} ${paint("bold", result.case)}${title}\n`;
  if (!isWrong(result)) return head;
  const findings = result.differences.map((finding, i) =>
    findingBlock(finding, result.differences[i - 1], style, paint),
  );
  const stale = result.stale.map((entry) => `    a listed divergence no longer shows: ${entry}\n`);
  const reason = findings.length + stale.length === 0 ? [`    ${result.reason}\n`] : [];
  const detail = result.detail === undefined ? "" : `${indent(result.detail)}\n`;
  const again = result.outcome === "diverged" ? `    ${paint("dim", `alone: ${style.again(result.case)}`)}\n` : "";
  return [head, ...findings, ...stale, ...reason, detail, again].join("");
}

/** The request is told once for all differences of its step. */
function findingBlock(finding: Finding, before: Finding | undefined, style: Style, paint: Paint): string {
  const { step, reply, path, kind, expected, got, offset, call, sent, replied } = finding;
  const many = call.length === 1 ? "" : ` and ${call.length - 1} more`;
  const request = `    step ${step}  ${call[0] ?? ""}${many}\n`;
  const place = offset === undefined ? "" : ` at byte ${offset} (0x${offset.toString(16)})`;
  const lines = [
    `      ${reply > 1 ? `reply ${reply} ` : ""}${path}: ${paint("red", kind)}${place}\n`,
    `        expected  ${paint("green", clip(expected))}\n`,
    `        got       ${paint("red", clip(got))}\n`,
  ];
  const first = before?.step !== step;
  const wire = [
    `        sent      ${paint("dim", clip(sent))}\n`,
    `        reply     ${paint("dim", clip(replied))}\n`,
  ];
  const last = first || before?.reply !== reply ? wire : [];
  return [first ? fitLine(request, style) : "", ...lines, ...last].join("");
}

/** A report is read, not scrolled: the json report has everything. */
const LONGEST = 2000;

const clip = (text: string) =>
  text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}… (${text.length} characters)`;

const fitLine = (line: string, { columns }: Style) => `${shortenTo(line.trimEnd(), columns)}\n`;

const indent = (text: string) => text.trimEnd().replaceAll(/^/gm, "    ");

function summary(run: Run, paint: Paint): string {
  const { compared, masked } = totalsOf(run.results);
  const expected = run.results.reduce((sum, result) => sum + result.expected, 0);
  const peer = run.peer === undefined ? "" : `, ${expected} divergences of ${run.peer} as listed`;
  const goldens = run.results.some(({ suite }) => suite === "golden");
  const bytes = goldens ? `, ${number(compared)} bytes compared, ${number(masked)} masked` : "";
  const facts = `${run.target}, level ${run.compare}${peer}${bytes}, ${(run.milliseconds / 1000).toFixed(1)} s\n`;
  const line = closingLine(run);
  const good = run.problems.length === 0 && run.results.every((result) => !isWrong(result));
  return `${facts}${paint(good ? "green" : "red", line)}\n`;
}

const number = (value: number) => value.toLocaleString("en-GB");
