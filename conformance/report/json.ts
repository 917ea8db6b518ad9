// The json report: all results of a run. Its schema is report.schema.json; `version` changes with the schema.
import { exitCodeOf, type Finding, type Result, totalsOf } from "../run/result.ts";
import type { Printer } from "./printer.ts";
import { brokenSentences } from "./sentences.ts";
import { shortened } from "./shortened.ts";

export const json: Printer = (run, { command }) => {
  const { results, problems, peer, require, suite, ...facts } = run;
  const report = {
    version: 1,
    command: command ?? null,
    ...facts,
    milliseconds: Math.round(facts.milliseconds),
    peer: peer ?? null,
    require: require ?? null,
    suite: suite === undefined ? null : { ...suite, later: suite.later.map(resultIn) },
    exitCode: exitCodeOf(run),
    totals: totalsOf(results),
    problems: problems.map(({ outcome, message }) => ({ outcome, message })),
    results: results.map(resultIn),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
};

function resultIn(whole: Result): object {
  const { file, milliseconds, reason, detail, differences, listed, frozen, ...result } = whole;
  return {
    ...result,
    ...(frozen === undefined ? {} : { frozen: { tier: frozen.tier ?? null, features: frozen.features } }),
    breaks: brokenSentences(whole),
    file: file ?? null,
    milliseconds: Math.round(milliseconds * 1000) / 1000,
    reason: reason ?? null,
    detail: detail ?? null,
    listed: listed.map(({ first, ...entry }) => ({ ...entry, first: shortened([first]).map(findingIn)[0] })),
    differing: differences.length,
    differences: shortened(differences).map(findingIn),
  };
}

function findingIn({ offset, note, ...difference }: Finding): object {
  return { ...difference, ...(note === undefined ? {} : { note }), offset: offset ?? null };
}
