// Splits a command line at the first `--`, where the command line of a daemon begins.

/** The words before and after the first `--`; `rest` is undefined if there is none. */
export function splitRest(argv: readonly string[]): { own: readonly string[]; rest: readonly string[] | undefined } {
  const dashes = argv.indexOf("--");
  return dashes < 0 ? { own: argv, rest: undefined } : { own: argv.slice(0, dashes), rest: argv.slice(dashes + 1) };
}
