// The formats a run is printed in. A printer is a pure function of the run; where its text goes is the command's business.
import { UsageError } from "../command.ts";
import { coverageOf } from "../proof/coverage/coverage.ts";
import { badge } from "./badge.ts";
import { github } from "./github.ts";
import { htmlReport } from "./html/report.ts";
import { json } from "./json.ts";
import { junit } from "./junit.ts";
import { pretty } from "./pretty.ts";
import type { Printer } from "./printer.ts";
import { tap } from "./tap.ts";

const html: Printer = (run, style) => {
  const goldens = style.goldens();
  // Without transcripts, as for Python tests, nothing is to be covered.
  return htmlReport({ run, goldens, coverage: goldens.length > 0 ? coverageOf(goldens) : [], kills: style.kills() });
};

const PRINTERS = { pretty, tap, junit, json, html, github, badge } satisfies Record<string, Printer>;

export const REPORT_FORMATS: readonly string[] = Object.keys(PRINTERS);

/** Where a report goes: a format, and the file that takes it (stdout when undefined). */
export type ReportRequest = { readonly print: Printer; readonly file: string | undefined };

/** Reads what `--report` was given, nothing standing for `pretty`. @throws UsageError */
export function parseReports(texts: readonly string[] = ["pretty"]) {
  return { reports: texts.map(parseReport), githubSummary: texts.some((text) => text.startsWith("github")) };
}

/** Reads `FORMAT` or `FORMAT=FILE`. @throws UsageError */
export function parseReport(text: string): ReportRequest {
  const [name = "", ...file] = text.split("=");
  if (!isFormat(name)) throw new UsageError(`'${name}' is no report; there are ${REPORT_FORMATS.join(", ")}`);
  if (file.length > 0 && file.join("=") === "") throw new UsageError(`the report '${text}' lacks its file`);
  return { print: PRINTERS[name], file: file.length === 0 ? undefined : file.join("=") };
}

function isFormat(name: string): name is keyof typeof PRINTERS {
  return Object.hasOwn(PRINTERS, name);
}
