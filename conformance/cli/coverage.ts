// `coordinate-conformance coverage`: which parts of the protocol the goldens exercise, and why the others are left out.
import { EXIT, type ExitCode, type Output } from "../command.ts";
import { loadGoldens } from "../golden/load.ts";
import { GOLDENS } from "../package-files.ts";
import { type Covered, complaintsAbout, coverageOf, GROUPS } from "../proof/coverage/coverage.ts";
import type { Action } from "./command.ts";
import type { coverageTable } from "./options/coverage.ts";
import { ownCoverage } from "./own-coverage.ts";

export const coverage: Action<typeof coverageTable> = ({ values }, { stdout, stderr }) => {
  if (values.traffic !== undefined) return Promise.resolve(ownCoverage(values.traffic, values, stdout));
  const covered = coverageOf(loadGoldens(values.goldens ?? GOLDENS));
  if (values.json) stdout.write(`${JSON.stringify(covered, undefined, 2)}\n`);
  else printTable(covered, values.all, stdout);
  return Promise.resolve(complain(complaintsAbout(covered), stderr));
};

function printTable(covered: readonly Covered[], all: boolean, stdout: Output): void {
  for (const group of GROUPS) {
    const parts = covered.filter((part) => part.group === group);
    const missing = parts.filter(({ goldens }) => goldens.length === 0);
    stdout.write(`${group.padEnd(10)} ${parts.length - missing.length} of ${parts.length} covered\n`);
    const shown = all ? parts : missing;
    stdout.write(shown.map(describe).join(""));
  }
}

function describe({ name, goldens, reason }: Covered): string {
  const [first, ...more] = goldens;
  if (first === undefined) return `  ${name}: ${reason ?? "NOT COVERED, and no reason is written down"}\n`;
  return `  ${name}: ${first}${more.length === 0 ? "" : ` and ${more.length} more`}\n`;
}

function complain(complaints: readonly string[], stderr: Output): ExitCode {
  stderr.write(complaints.map((line) => `${line}\n`).join(""));
  return complaints.length === 0 ? EXIT.ok : EXIT.diverged;
}
