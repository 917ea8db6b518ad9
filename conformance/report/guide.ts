// Where somebody stands who writes a daemon: the steps that are done, and the first case that is not, with all there is to
// know about it.
import { demandOf } from "../protocol/demand.ts";
import type { Guided } from "../run/guide.ts";
import type { Result, Run } from "../run/result.ts";
import { dissect } from "./dissect.ts";
import { type Paint, shortenTo } from "./style.ts";
import { markedReply } from "./verdict/marked.ts";

export type Commands = {
  /** The command line that runs these cases. */
  readonly again: (id: string) => string;
  readonly guide: string;
};

export function guideText(order: readonly Guided[], run: Run, commands: Commands, paint: Paint): string {
  const results = new Map(run.results.map((result) => [result.case, result]));
  const failed = order.find(({ golden }) => isWrong(results.get(golden.id)));
  const done = stepLines(order, results, failed?.step, paint);
  const problems = run.problems.map(({ message }) => `${paint("red", "!")} ${message}\n`).join("");
  const result = failed === undefined ? undefined : results.get(failed.golden.id);
  if (result === undefined) return `${done}${problems}${problems === "" ? "every step is done\n" : ""}`;
  return `${done}\n${failedText(result, paint)}${problems}\n${nextText(result, commands)}`;
}

const isWrong = (result: Result | undefined) => result?.outcome === "diverged" || result?.outcome === "unmeasured";

function stepLines(
  order: readonly Guided[],
  results: ReadonlyMap<string, Result>,
  last: Guided["step"],
  paint: Paint,
): string {
  const steps = [...new Set(order.map(({ step }) => step))];
  const shown = last === undefined ? steps : steps.slice(0, steps.indexOf(last) + 1);
  return shown
    .map((step) => {
      const own = order.filter((each) => each.step === step).flatMap(({ golden }) => results.get(golden.id) ?? []);
      const passed = own.filter(({ outcome }) => outcome === "passed").length;
      const mark = passed === own.length ? paint("green", "done") : paint("red", "here");
      const what = step === undefined ? "what no step names" : step.what;
      return `${mark} ${String(step?.number ?? "").padStart(2)}  ${shortenTo(what, 90)}  ${passed}/${own.length}\n`;
    })
    .join("");
}

function failedText(result: Result, paint: Paint): string {
  const { clauses } = demandOf(result.requires);
  const sentences = clauses.map(({ id, tier, sentence }) => `${paint("bold", id)} (${tier}) ${sentence}\n`);
  const [finding] = result.differences;
  if (finding === undefined) return `${sentences.join("")}\n${result.case}: ${result.reason}\n`;
  const { step, path, call, sent, recorded, replied, expected, got, note } = finding;
  const plain = (text: string) => `\u00ab${text}\u00bb`;
  const wanted = markedReply(recorded, path, plain, 200) ?? expected;
  const came = path === "connection" ? undefined : markedReply(replied, path, plain, 200);
  const bytes = (hex: string) => dissect(Buffer.from(hex, "hex")).replaceAll(/^(?=.)/gm, "    ");
  return [
    ...sentences,
    `\n${paint("bold", result.case)}  ${result.title}\n`,
    `step ${step}: ${call.join("; ")}\n${bytes(sent)}`,
    `expected  ${wanted}\n${bytes(recorded)}`,
    `got       ${came ?? got}${note === undefined ? "" : `  (${note})`}\n${came === undefined ? "" : bytes(replied)}`,
  ].join("");
}

function nextText({ case: id, requires }: Result, { again, guide }: Commands): string {
  return [
    "what next\n",
    `  all of the case:        coordinate-conformance show ${id}\n`,
    `  the clauses around it:  coordinate-conformance explain ${requires.join(" ")}\n`,
    `  the case alone:         ${again(id)}\n`,
    `  and on from here:       ${guide}\n`,
  ].join("");
}
