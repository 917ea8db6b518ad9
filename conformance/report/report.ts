// The formats a run is printed in. A printer is a pure function of the run; where its text goes is the command's business.
import { coverageOf } from "../proof/coverage/coverage.ts";
import { badge } from "./badge.ts";
import type { ReportFormat } from "./formats.ts";
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

const PRINTERS = { pretty, tap, junit, json, html, github, badge } satisfies Record<ReportFormat, Printer>;

export function printerOf(format: ReportFormat): Printer {
  return PRINTERS[format];
}
