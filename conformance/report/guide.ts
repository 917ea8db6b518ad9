// The report of `run --guide`: which steps of writing a daemon are done, and the first case that fails, with all
// details.
import type { FirstCall } from "../client/first-call.ts";
import { calledIn, namedIn } from "../golden/called.ts";
import { excerpt, SHORT } from "../judge/excerpt.ts";
import { answerIn } from "../protocol/call.ts";
import { demandOf } from "../protocol/demand.ts";
import { allClauses } from "../protocol/protocol.ts";
import type { Step } from "../protocol/steps.ts";
import type { Guided } from "../run/guide.ts";
import { type Finding, isWrong, type Result, type Run } from "../run/result.ts";
import { differsAt, shownValues } from "./differs-at.ts";
import { dissectAround } from "./dissect.ts";
import { requestOf } from "./request.ts";
import { type Paint, shortenTo } from "./style.ts";
import { clausesAbout } from "./verdict/about.ts";
import { markedReply } from "./verdict/marked.ts";

export type Commands = {
  /** The command line that runs these cases. */
  readonly again: (id: string) => string;
  /** The command line that repeats this run. */
  readonly guide: string;
  /** The command line for the core tier alone; undefined if the run selects cases already. */
  readonly core: string | undefined;
  /** The same run without one more case. */
  readonly without: (id: string) => string;
  /** The daemon's address, or HOST:PORT if it is started by the tool. */
  readonly address: string;
};

/** @param first the call before all cases; undefined if the daemon was not reached, or replies are read from a file */
export function guideText(
  steps: readonly Step[],
  order: readonly Guided[],
  run: Run,
  first: FirstCall | undefined,
  commands: Commands,
  paint: Paint,
): string {
  const results = new Map(run.results.map((result) => [result.case, result]));
  const done = stepLines(steps, order, results, first, commands, paint);
  const notes = (run.notes ?? []).map((note) => `${paint("yellow", "note")} ${note}\n`);
  const others = run.problems.filter(({ message }) => message !== first?.fault?.says);
  const problems = [...others.map(({ message }) => `${paint("red", "!")} ${message}\n`), ...notes].join("");
  if (first?.fault !== undefined)
    return `${done}\n${firstText(first, paint)}${problems}\n${nextOfFirst(first, commands)}`;
  const result = order.flatMap(({ golden }) => results.get(golden.id) ?? []).find(isWrong);
  if (result !== undefined) return `${done}\n${failedText(result, paint)}${problems}\n${nextText(result, commands)}`;
  if (problems === "") return `${done}every step is done\n`;
  return `${done}${problems}\nwhat next\n  and on from here:       ${commands.guide}\n`;
}

/** A line for each step up to the first that is not done. */
function stepLines(
  steps: readonly Step[],
  order: readonly Guided[],
  results: ReadonlyMap<string, Result>,
  first: FirstCall | undefined,
  { core }: Commands,
  paint: Paint,
): string {
  const none = core === undefined ? "no case selected" : "its cases need later steps";
  const lines: string[] = [];
  for (const [i, step] of [...steps, undefined].entries()) {
    const own = order.filter((each) => each.step === step).flatMap(({ golden }) => results.get(golden.id) ?? []);
    const passed = own.filter(({ outcome }) => outcome === "passed").length;
    const isFaulty = i === 0 && (first === undefined ? passed === 0 && nothingRan(results) : first.fault !== undefined);
    const isFirst = i === 0 && own.length === 0 && (first !== undefined || isFaulty);
    const what = `${String(step?.number ?? "").padStart(2)}  ${shortenTo(step?.what ?? "what no step names", 90)}`;
    const count = isFirst ? `${isFaulty ? 0 : 1}/1` : `${passed}/${own.length}`;
    if (isFaulty || passed < own.length) {
      lines.push(`${paint("red", "here")} ${what}  ${count}\n`);
      break;
    }
    if (isFirst || own.length > 0) lines.push(`${paint("green", "done")} ${what}  ${count}\n`);
    else if (step !== undefined) lines.push(`     ${what}  ${none}\n`);
  }
  return lines.join("");
}

const nothingRan = (results: ReadonlyMap<string, Result>) =>
  [...results.values()].every(({ outcome }) => outcome === "not-run");

function firstText({ call, sent, received, fault }: FirstCall, paint: Paint): string {
  const clause = allClauses().get(fault?.clause ?? "");
  const sentence = clause === undefined ? "" : `${paint("bold", clause.id)} (${clause.tier}) ${clause.sentence}\n`;
  const bytes = received.length === 0 ? "" : bytesText(received, 0);
  return `${sentence}\nthe first call: ${call}\n${bytesText(sent, 0)}got       ${fault?.says}\n${bytes}`;
}

function nextOfFirst({ fault }: FirstCall, { guide, address }: Commands): string {
  return [
    "what next\n",
    `  the clause:             coordinate-conformance explain ${fault?.clause}\n`,
    `  the first call alone:   coordinate-conformance call ${address} 'now()' --decode\n`,
    `  and on from here:       ${guide}\n`,
  ].join("");
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
  const bytes = (hex: string, from: number) => bytesText(Buffer.from(hex, "hex"), from);
  const which = request.number === undefined ? "" : `, request ${request.number} of ${call.length}`;
  const absent = absentMethod(finding);
  return [
    absent === undefined ? "" : `${paint("bold", absent)} is not there yet; this case needs it\n\n`,
    ...sentences,
    `\n${paint("bold", result.case)}  ${result.title}\n`,
    `step ${step}: ${excerpt(request.call, SHORT)}${which}\n${bytes(request.sent, 0)}`,
    `expected  ${wanted}\n${bytes(recorded, at.recorded)}`,
    `got       ${came ?? got}${note === undefined ? "" : `  (${note})`}\n${came === undefined ? "" : bytes(replied, at.replied)}`,
  ].join("");
}

/** Maximum number of lines of one frame's bytes. */
const LINES = 40;

const bytesText = (bytes: Uint8Array, from: number) => dissectAround(bytes, from, LINES).replaceAll(/^(?=.)/gm, "    ");

/** The method that the daemon does not have, if that is what its error reply says. */
function absentMethod(finding: Finding): string | undefined {
  const [wanted, came] = [finding.recorded, finding.replied].map((hex) => answerIn([Buffer.from(hex, "hex")], false));
  if (wanted?.kind === "error" || came?.kind !== "error" || !SAYS_ABSENT.test(came.message)) return undefined;
  const [named] = namedIn(came.message);
  const [called] = calledIn(requestOf(finding).call);
  return named ?? called;
}

const SAYS_ABSENT =
  /\b(no such|no|unknown|undefined|missing) (method|function|procedure)\b|\bnot (implemented|found)\b/i;

function nextText({ case: id, requires }: Result, { again, guide, core, without }: Commands): string {
  const isCore = demandOf(requires).tier === "core";
  return [
    "what next\n",
    `  all of the case:        coordinate-conformance show ${id}\n`,
    `  the clauses around it:  coordinate-conformance explain ${requires.join(" ")}\n`,
    `  the case alone:         ${again(id)}\n`,
    `  and on from here:       ${guide}\n`,
    `  not now:                ${isCore || core === undefined ? without(id) : core}\n`,
  ].join("");
}
