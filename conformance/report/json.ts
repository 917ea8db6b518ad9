// Everything a run found, for programs. Its shape is report.schema.json; `version` changes with any change to that.
import { exitCodeOf, totalsOf } from "../run/result.ts";
import type { Printer } from "./printer.ts";
import { brokenSentences } from "./sentences.ts";
import { shortened } from "./shortened.ts";

export const json: Printer = (run) => {
  const { results, problems, peer, require, ...facts } = run;
  const report = {
    version: 1,
    ...facts,
    milliseconds: Math.round(facts.milliseconds),
    peer: peer ?? null,
    require: require ?? null,
    exitCode: exitCodeOf(run),
    totals: totalsOf(results),
    problems,
    results: results.map(({ file, milliseconds, reason, detail, differences, ...result }) => ({
      ...result,
      breaks: brokenSentences(result),
      file: file ?? null,
      milliseconds: Math.round(milliseconds * 1000) / 1000,
      reason: reason ?? null,
      detail: detail ?? null,
      differences: shortened(differences).map(({ offset, note, ...difference }) => ({
        ...difference,
        ...(note === undefined ? {} : { note }),
        offset: offset ?? null,
      })),
    })),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
};
