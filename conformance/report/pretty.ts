// The default report, for people: failures by case or by cause, known divergences, and the verdict by tiers.
import { counted, grouped } from "../counted.ts";
import { excerpt, LONG, SHORT } from "../judge/excerpt.ts";
import { type Finding, isWrong, type Result, type Run, totalsOf } from "../run/result.ts";
import { alignment } from "./alignment.ts";
import { differsAt, shownBytes, shownValues } from "./differs-at.ts";
import { closingLine, type Printer, type Style } from "./printer.ts";
import { requestOf } from "./request.ts";
import { likelySentences } from "./sentences.ts";
import { type Paint, painter, shortenTo } from "./style.ts";
import { groupsText, listedText, tierLine } from "./verdict/screen.ts";

/** If more cases than this fail, failures are shown grouped by cause instead of case by case. */
const MOST_BLOCKS = 20;

export const pretty: Printer = (run, style) => {
  const paint = painter(style.colour);
  const wrong = run.results.filter(isWrong);
  const isLong = wrong.length > MOST_BLOCKS;
  const blocks = run.results
    .filter((result) => style.verbose || (isWrong(result) && !isLong))
    .map((each) => caseBlock(each, style, paint));
  const problems = run.problems.map(({ message }) => `${paint("red", "!")} ${message}\n`);
  problems.push(...(run.notes ?? []).map((note) => `${paint("yellow", "note")} ${note}\n`));
  const groups = isLong ? groupsText(run, style, paint) : "";
  const above = [...blocks, groups, ...problems].join("");
  return [above, above === "" ? "" : "\n", listedText(run, style), summary(run, paint)].join("");
};

/** The summary that stdout gets when every report goes to a file. */
export function totalsText(run: Run): string {
  return summary(run, painter(false));
}

/** Maximum number of differences shown of one reply, since a shifted list differs at every index. */
const MOST_OF_A_REPLY = 4;

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
  const broken = likelySentences(result).map((sentence) => `    ${paint("yellow", "breaks")} ${sentence}\n`);
  const first = result.differences[0]?.step;
  const shown = style.verbose ? result.differences : result.differences.filter(({ step }) => step === first);
  const later = new Set(result.differences.slice(shown.length).map(({ step }) => step)).size;
  const findings = findingBlocks(shown, style, paint);
  if (later > 0) findings.push(paint("dim", `    and ${counted(later, "later step")} of it: --verbose\n`));
  const stale = result.stale.map((entry) => `    a listed divergence no longer shows: ${entry}\n`);
  const reason = findings.length + stale.length === 0 ? [`    ${result.reason}\n`] : [];
  const detail = result.detail === undefined ? "" : `${indent(result.detail)}\n`;
  const again = result.outcome === "diverged" ? `    ${paint("dim", `alone: ${style.again(result.case)}`)}\n` : "";
  return [head, ...broken, ...findings, ...stale, ...reason, detail, again].join("");
}

/** The differences of one case: its steps in order, each with its request, each reply with its bytes. */
function findingBlocks(findings: readonly Finding[], style: Style, paint: Paint): string[] {
  const room = style.verbose ? LONG : SHORT;
  return groupBy(findings, ({ step }) => step).map((ofStep) => {
    const { step, call } = ofStep[0];
    const many = call.length === 1 ? "" : ` and ${call.length - 1} more`;
    const request = shortenTo(`    step ${step}  ${excerpt(call[0] ?? "", room)}${many}`, style.columns);
    const replies = groupBy(ofStep, ({ reply }) => reply).map((ofReply) => {
      const most = style.verbose ? ofReply.length : MOST_OF_A_REPLY;
      const more = ofReply.length - most;
      return [
        ...ofReply.slice(0, most).map((finding) => findingLines(finding, room, paint)),
        more > 0 ? `      and ${more} more differences in this reply: --verbose\n` : "",
        alignmentLines(ofReply, room, paint),
        wireLines(ofReply[0], room, paint),
      ].join("");
    });
    return [`${request}\n`, ...replies].join("");
  });
}

function findingLines(finding: Finding, room: number, paint: Paint): string {
  const { reply, path, kind, note, offset } = finding;
  const place = offset === undefined ? "" : ` at byte ${offset} (0x${offset.toString(16)})`;
  const [expected, got] = shownValues(finding, room);
  return [
    `      ${reply > 1 ? `reply ${reply} ` : ""}${excerpt(path, room)}: ${paint("red", kind)}${place}\n`,
    `        expected  ${paint("green", expected)}\n`,
    `        got       ${paint("red", got)}${note === undefined ? "" : `  (${note})`}\n`,
  ].join("");
}

/** Missing and additional elements of the list that has the first difference, if the reply has several differences. */
function alignmentLines(findings: Group<Finding>, room: number, paint: Paint): string {
  if (findings.length === 1) return "";
  const { path, recorded, replied } = findings[0];
  const found = alignment(path, recorded, replied);
  if (found === undefined) return "";
  const line = (name: string, elements: readonly string[], colour: "green" | "red") =>
    elements.length === 0 ? "" : `        ${name}${paint(colour, excerpt(elements.join(", "), room))}\n`;
  return line("missing   ", found.missing, "green") + line("added     ", found.added, "red");
}

/** The request that the reply answers, and the bytes of both replies around their first difference, in hex. */
function wireLines(finding: Finding, room: number, paint: Paint): string {
  const { recorded, replied } = finding;
  const request = requestOf(finding);
  const at = differsAt(finding);
  const line = (name: string, hex: string, from: number, faint: boolean) => {
    if (hex === "") return "";
    const { before, same, other, more } = shownBytes(hex, from, room);
    const dim = (text: string) => (text === "" ? "" : paint("dim", text));
    return `        ${name}${before}${dim(same)}${faint ? dim(other) : other}${more}\n`;
  };
  return [
    request.number === undefined ? "" : `        asked     ${excerpt(request.call, room)}\n`,
    line("sent      ", request.sent, 0, true),
    line("recorded  ", recorded, at.recorded, false),
    line("reply     ", replied, at.replied, false),
  ].join("");
}

type Group<Each> = [Each, ...Each[]];

/** Groups consecutive elements with equal keys. */
function groupBy<Each>(list: readonly Each[], keyOf: (each: Each) => unknown): Group<Each>[] {
  const groups: Group<Each>[] = [];
  for (const each of list) {
    const last = groups.at(-1);
    if (last !== undefined && keyOf(last[0]) === keyOf(each)) last.push(each);
    else groups.push([each]);
  }
  return groups;
}

const indent = (text: string) => text.trimEnd().replaceAll(/^/gm, "    ");

function summary(run: Run, paint: Paint): string {
  const { compared, masked } = totalsOf(run.results);
  const expected = run.results.reduce((sum, result) => sum + result.expected, 0);
  const peer = run.peer === undefined ? "" : `, ${expected} divergences as listed by ${run.peer}`;
  const errors = run.errors === "exact" ? "" : `, errors ${run.errors}`;
  const decides = run.require === undefined ? "" : `, ${run.require} decides`;
  const goldens = run.results.some(({ suite }) => suite === "golden");
  const bytes = goldens ? `, ${grouped(compared)} bytes compared, ${grouped(masked)} masked` : "";
  const suite = run.suite === undefined ? "" : `, suite ${run.suite.name}`;
  const facts = `${run.daemon}${suite}, level ${run.compare}${errors}${decides}${peer}${bytes}, ${run.tool}, ${(run.milliseconds / 1000).toFixed(1)} s\n`;
  const line = closingLine(run);
  const good = run.problems.length === 0 && run.results.every((result) => !isWrong(result));
  return `${facts}${tierLine(run, paint)}${laterText(run)}${paint(good ? "green" : "red", line)}\n`;
}

/** Lines on the cases that are newer than a frozen suite, and on the number that changed since. */
function laterText({ suite }: Run): string {
  if (suite === undefined) return "";
  const failed = suite.later.filter(isWrong).map((result) => result.case);
  const shown = failed.length > MOST_NAMED ? `${failed.slice(0, MOST_NAMED).join(", ")} and more` : failed.join(", ");
  const passed = suite.later.filter(({ outcome }) => outcome === "passed").length;
  const counts = `${passed} passed, ${failed.length} failed${shown === "" ? "" : ` (${shown})`}`;
  return [
    suite.later.length === 0 ? "" : `later than suite ${suite.name}, not counted: ${counts}\n`,
    suite.changed.length === 0
      ? ""
      : `changed since, judged as suite ${suite.name} has them: ${suite.changed.length}\n`,
  ].join("");
}

const MOST_NAMED = 5;
