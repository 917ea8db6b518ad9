// The report of `run --guide`: which steps of writing a daemon are done, and the first case that fails, with all
// details.
import { excerpt, SHORT } from "../judge/excerpt.ts";
import type { Step } from "../protocol/steps.ts";
import type { Guided } from "../run/guide.ts";
import type { Result, Run } from "../run/result.ts";
import { differsAt, shownValues } from "./differs-at.ts";
import { dissectAround } from "./dissect.ts";
import { requestOf } from "./request.ts";
import { type Paint, shortenTo } from "./style.ts";
import { clausesAbout } from "./verdict/about.ts";
import { markedReply } from "./verdict/marked.ts";

export type Commands = {
  /** The command line that runs these cases. */
  readonly again: (id: string) => string;
  readonly guide: string;
};

export function guideText(
  steps: readonly Step[],
  order: readonly Guided[],
  run: Run,
  commands: Commands,
  paint: Paint,
): string {
  const results = new Map(run.results.map((result) => [result.case, result]));
  const failed = order.find(({ golden }) => isWrong(results.get(golden.id)));
  const done = stepLines(steps, order, results, failed, paint);
  const notes = (run.notes ?? []).map((note) => `${paint("yellow", "note")} ${note}\n`);
  const problems = [...run.problems.map(({ message }) => `${paint("red", "!")} ${message}\n`), ...notes].join("");
  const result = failed === undefined ? undefined : results.get(failed.golden.id);
  if (result === undefined) return `${done}${problems}${problems === "" ? "every step is done\n" : ""}`;
  return `${done}\n${failedText(result, paint)}${problems}\n${nextText(result, commands)}`;
}

const isWrong = (result: Result | undefined) => result?.outcome === "diverged" || result?.outcome === "unmeasured";

function stepLines(
  steps: readonly Step[],
  order: readonly Guided[],
  results: ReadonlyMap<string, Result>,
  failed: Guided | undefined,
  paint: Paint,
): string {
  const last = failed === undefined ? Infinity : (failed.step?.number ?? Infinity);
  const line = (step: Step | undefined) => {
    const own = order.filter((each) => each.step === step).flatMap(({ golden }) => results.get(golden.id) ?? []);
    const passed = own.filter(({ outcome }) => outcome === "passed").length;
    const what = `${String(step?.number ?? "").padStart(2)}  ${shortenTo(step?.what ?? "what no step names", 90)}`;
    if (own.length === 0) return step === undefined ? "" : `     ${what}  its cases need later steps\n`;
    const mark = passed === own.length ? paint("green", "done") : paint("red", "here");
    return `${mark} ${what}  ${passed}/${own.length}\n`;
  };
  const shown = steps.filter(({ number }) => number <= last);
  return [...shown, ...(last === Infinity ? [undefined] : [])].map(line).join("");
}

function failedText(result: Result, paint: Paint): string {
  const clauses = clausesAbout(result);
  const sentences = clauses.map(({ id, tier, sentence }) => `${paint("bold", id)} (${tier}) ${sentence}\n`);
  const [finding] = result.differences;
  if (finding === undefined) return `${sentences.join("")}\n${result.case}: ${result.reason}\n`;
  const { step, path, call, recorded, replied, note } = finding;
  const request = requestOf(finding);
  const [expected, got] = shownValues(finding, SHORT);
  const at = differsAt(finding);
  const plain = (text: string) => `\u00ab${text}\u00bb`;
  const wanted = markedReply(recorded, path, plain, SHORT, replied) ?? expected;
  const came = path === "connection" ? undefined : markedReply(replied, path, plain, SHORT, recorded);
  const bytes = (hex: string, from: number) =>
    dissectAround(Buffer.from(hex, "hex"), from, LINES).replaceAll(/^(?=.)/gm, "    ");
  const which = request.number === undefined ? "" : `, request ${request.number} of ${call.length}`;
  return [
    ...sentences,
    `\n${paint("bold", result.case)}  ${result.title}\n`,
    `step ${step}: ${excerpt(request.call, SHORT)}${which}\n${bytes(request.sent, 0)}`,
    `expected  ${wanted}\n${bytes(recorded, at.recorded)}`,
    `got       ${came ?? got}${note === undefined ? "" : `  (${note})`}\n${came === undefined ? "" : bytes(replied, at.replied)}`,
  ].join("");
}

/** Maximum number of lines of one frame's bytes. */
const LINES = 40;

function nextText({ case: id, requires }: Result, { again, guide }: Commands): string {
  return [
    "what next\n",
    `  all of the case:        coordinate-conformance show ${id}\n`,
    `  the clauses around it:  coordinate-conformance explain ${requires.join(" ")}\n`,
    `  the case alone:         ${again(id)}\n`,
    `  and on from here:       ${guide}\n`,
  ].join("");
}
