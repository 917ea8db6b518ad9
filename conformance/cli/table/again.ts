// Builds the shell command that repeats a part of a run, with those given options that matter for it.
import type { Line } from "./parse.ts";
import { type Groups, isValued, rowsOf, type Table } from "./table.ts";

/** @param words arguments that select the part, for example the case of `run CASE`; they follow the command's name */
export function commandAgain<G extends Groups>(
  table: Table<G>,
  { given, rest }: Pick<Line<G>, "given" | "rest">,
  words: readonly string[],
): string {
  const options = rowsOf(table).flatMap(([name, row]) => {
    if (row.again !== true) return [];
    const texts = given.filter((each) => each.name === name).map((each) => each.text ?? "");
    return isValued(row) ? texts.flatMap((text) => [`--${name}`, text]) : texts.slice(0, 1).map(() => `--${name}`);
  });
  const daemon = rest === undefined ? [] : ["--", ...rest];
  return shellLine(["coordinate-conformance", table.name, ...words, ...options, ...daemon]);
}

/** The words joined and quoted for a POSIX shell. */
export function shellLine(words: readonly string[]): string {
  const quote = (word: string) => (/^[A-Za-z0-9_./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
  return words.map(quote).join(" ");
}
