// Where the command line of a daemon begins.

/** Sets what follows the first `--` apart; undefined where there is none. */
export function splitRest(argv: readonly string[]): { own: readonly string[]; rest: readonly string[] | undefined } {
  const dashes = argv.indexOf("--");
  return dashes < 0 ? { own: argv, rest: undefined } : { own: argv.slice(0, dashes), rest: argv.slice(dashes + 1) };
}
