// What the arguments of all commands have in common: options are read in one way, and a daemon's command follows a `--`.
import { type ParseArgsConfig, parseArgs } from "node:util";
import { UsageError } from "../command.ts";

/** Sets what follows the first `--` apart; `command` is undefined where there is none. */
export function splitCommand(argv: readonly string[]): {
  own: readonly string[];
  command: readonly string[] | undefined;
} {
  const dashes = argv.indexOf("--");
  return dashes < 0
    ? { own: argv, command: undefined }
    : { own: argv.slice(0, dashes), command: argv.slice(dashes + 1) };
}

/** The values of options, and what is none. @throws UsageError for an option that there is not, or without its value */
export function parseOptions<const Options extends NonNullable<ParseArgsConfig["options"]>>(
  argv: readonly string[],
  options: Options,
): ReturnType<typeof parseArgs<{ options: Options; allowPositionals: true; tokens: true }>> {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, tokens: true });
  } catch (error) {
    // Node goes on about dashes, which a daemon's command follows here.
    const [message = ""] = String(error instanceof Error ? error.message : error).split(". ");
    throw new UsageError(message, { cause: error });
  }
}

/** @throws UsageError where something stands that is no option */
export function refuseArguments([first]: readonly string[], hint = ""): void {
  if (first !== undefined) throw new UsageError(`'${first}' is no option${hint}`);
}

/** Words as a line for a POSIX shell. */
export function shellLine(words: readonly string[]): string {
  const quote = (word: string) => (/^[A-Za-z0-9_./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
  return words.map(quote).join(" ");
}
