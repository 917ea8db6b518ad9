// The command line `coordinate-conformance`: finds the sub-command and runs it. A pure function of its arguments and
// surroundings; nothing here touches the process.

import { TargetError } from "../client/target.ts";
import { type Command, EXIT, type ExitCode, type Surroundings, UsageError } from "../command.ts";
import { TranscriptError } from "../golden/format.ts";
import { NoPythonError } from "../python/interpreter.ts";
import { RecordError } from "../record/raw/record.ts";
import { SessionError } from "../record/session.ts";
import { bench } from "./bench.ts";
import { completionOf } from "./completion.ts";
import { coverage } from "./coverage.ts";
import { explore } from "./explore.ts";
import { list } from "./list.ts";
import { python } from "./python.ts";
import { record } from "./record.ts";
import { run, verify } from "./run.ts";
import { show } from "./show.ts";

const measuring: readonly Command[] = [run, verify, list, show, record, coverage, python, bench, explore];
const commands: readonly Command[] = [...measuring, completionOf(measuring)];

/** Runs one command line. Never throws: what goes wrong is a line on stderr and an exit code (see EXIT). */
export async function cli(argv: readonly string[], around: Surroundings): Promise<ExitCode> {
  const [name, ...rest] = argv;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    around.stdout.write(overview());
    return name === undefined ? EXIT.usage : EXIT.ok;
  }
  const command = commands.find((each) => each.name === name);
  if (command === undefined) {
    around.stderr.write(`coordinate-conformance: no command '${name}'; --help lists them\n`);
    return EXIT.usage;
  }
  const dashes = rest.indexOf("--");
  const own = dashes < 0 ? rest : rest.slice(0, dashes);
  if (own.includes("--help") || own.includes("-h")) {
    around.stdout.write(command.help);
    return EXIT.ok;
  }
  try {
    return await command.run(rest, around);
  } catch (error) {
    if (error instanceof UsageError) {
      around.stderr.write(`coordinate-conformance ${name}: ${error.message}\n`);
      return EXIT.usage;
    }
    around.stderr.write(`coordinate-conformance ${name}: ${describe(error)}\n`);
    return EXIT.unmeasured;
  }
}

/** What somebody can mend is told in a line; where it happened matters only for what nobody foresaw. */
function describe(error: unknown): string {
  const foreseen = [TranscriptError, TargetError, RecordError, SessionError, NoPythonError];
  if (error instanceof Error && foreseen.some((kind) => error instanceof kind)) return error.message;
  // A file that cannot be read or written, an address that cannot be had.
  if (error instanceof Error && "syscall" in error) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function overview(): string {
  const lines = commands.map((each) => `  ${each.name.padEnd(12)}${each.summary}\n`);
  return `Usage: coordinate-conformance COMMAND [options]

Verifies daemons of the Coordinate job queue with sessions recorded from the real Python 2.7 client.

${lines.join("")}
COMMAND --help tells more.

Examples:
  coordinate-conformance run -- coordinated -cborrpc 127.0.0.1:{port}
  coordinate-conformance run --address 127.0.0.1:5932
  coordinate-conformance show sanity/session
`;
}
