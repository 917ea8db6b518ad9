// The command line `coordinate-conformance`: finds the subcommand and runs it. Uses only its arguments and the given
// surroundings, never global process state, so that tests can call it.

import { visibleText } from "../cbor/visible.ts";
import { EXIT, type ExitCode, type Surroundings, UsageError } from "../command.ts";
import { packageVersion } from "../package-files.ts";
import type { Command } from "./command.ts";
import { allCommands, COMMANDS } from "./commands.ts";
import { splitRest } from "./table/rest.ts";

/** Runs one command line. Never throws: an error becomes a message on stderr and an exit code (see EXIT). */
export async function cli(argv: readonly string[], around: Surroundings): Promise<ExitCode> {
  const [name, ...rest] = argv;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    around.stdout.write(overview(await allCommands()));
    return name === undefined ? EXIT.usage : EXIT.ok;
  }
  if (name === "--version") return printVersion(around);
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (load === undefined) {
    around.stderr.write(`coordinate-conformance: no command '${name}'; --help lists them\n`);
    return EXIT.usage;
  }
  const { own } = splitRest(rest);
  if (own.includes("--version")) return printVersion(around);
  try {
    const command = await load();
    if (!own.includes("--help") && !own.includes("-h")) return await command.run(rest, around);
    const { helpText } = await import("./table/help.ts");
    around.stdout.write(helpText(command.table));
    return EXIT.ok;
  } catch (error) {
    const isUsage = error instanceof UsageError;
    around.stderr.write(
      `coordinate-conformance ${name}: ${visibleText(isUsage ? error.message : reasonOf(error, around.signal.aborted))}\n`,
    );
    return isUsage ? EXIT.usage : EXIT.unmeasured;
  }
}

function printVersion({ stdout }: Surroundings): ExitCode {
  stdout.write(`coordinate-conformance ${packageVersion()}\n`);
  return EXIT.ok;
}

/** What fails because of Ctrl-C is no bug, and says so. */
function reasonOf(error: unknown, isInterrupted: boolean): string {
  const reason = isInterrupted && error instanceof Error ? error.message : describe(error);
  return isInterrupted && !reason.includes("interrupted") ? `interrupted: ${reason}` : reason;
}

/** The message of an expected error; the stack trace of any other, which is a bug. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return isForeseen(error) ? error.message : (error.stack ?? error.message);
}

/** Errors of this program and of the system have a `code`; Node's own codes for programming errors start with ERR_. */
function isForeseen(error: Error): boolean {
  return "code" in error && typeof error.code === "string" && !error.code.startsWith("ERR_");
}

function overview(commands: readonly Command[]): string {
  const lines = commands.map(({ table }) => `  ${table.name.padEnd(12)}${table.summary}\n`);
  return `Usage: coordinate-conformance COMMAND [options]

Verifies daemons of the Coordinate job queue with goldens recorded from the real Python 2.7 client.

${lines.join("")}
COMMAND --help describes a command. --version prints the version.

Examples:
  coordinate-conformance run -- coordinated -cborrpc 127.0.0.1:{port}
  coordinate-conformance run --address 127.0.0.1:5932
  coordinate-conformance show sanity/session
`;
}
