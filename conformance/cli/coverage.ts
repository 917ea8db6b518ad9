// `coordinate-conformance coverage`: which parts of the protocol the goldens exercise, and why the others are left out.
import { type Command, EXIT, type ExitCode, type Output } from "../command.ts";
import { loadGoldens } from "../golden/load.ts";
import { GOLDENS } from "../package-files.ts";
import { type Covered, complaintsAbout, coverageOf, GROUPS } from "../proof/coverage/coverage.ts";
import { parseOptions, refuseArguments } from "./arguments.ts";

export const coverage: Command = {
  name: "coverage",
  summary: "what of the protocol the goldens exercise",
  help: `Usage: coordinate-conformance coverage [--all] [--json] [--transcripts DIR]

Counts methods, parameters, option keys, accepted forms, kinds of replies, error messages and points of the contract that
at least one golden has, and lists those that none has with the reason. --all lists every part with its goldens.

Exit code: 0 all is covered or explained; 1 a part is not covered and no reason is written down, or a reason is out of date.

Examples:
  coordinate-conformance coverage
  coordinate-conformance coverage --all
`,
  run(argv, { stdout, stderr }) {
    const { values, positionals } = parseOptions(argv, OPTIONS);
    refuseArguments(positionals);
    const covered = coverageOf(loadGoldens(values.transcripts ?? GOLDENS));
    if (values.json === true) stdout.write(`${JSON.stringify(covered, undefined, 2)}\n`);
    else printTable(covered, values.all === true, stdout);
    return Promise.resolve(complain(complaintsAbout(covered), stderr));
  },
};

const OPTIONS = { transcripts: { type: "string" }, all: { type: "boolean" }, json: { type: "boolean" } } as const;

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
