// Reads the words of a command line by the table of its command.
import { type ParseArgsConfig, parseArgs } from "node:util";
import { UsageError } from "../../command.ts";
import { splitRest } from "./rest.ts";
import { type AnyRow, type Groups, isRest, isValued, isWords, rowsOf, type Table, type Values } from "./table.ts";

/** A command line that was understood. */
export type Line<G extends Groups> = {
  readonly values: Values<G>;
  /** The options as they were given, in their order, under the names of their rows. */
  readonly given: readonly { readonly name: string; readonly text: string | undefined }[];
  /** All words, as they were given. */
  readonly argv: readonly string[];
  /** What follows the first `--`. */
  readonly rest: readonly string[] | undefined;
};

/** @throws UsageError for what the table does not have, and for values of another kind */
export function parseLine<G extends Groups>(table: Table<G>, argv: readonly string[]): Line<G> {
  const { own, rest } = splitRest(argv);
  const rows = new Map(rowsOf(table));
  const { tokens, positionals } = parseWords(own, rows);
  const given = tokens.flatMap((token) =>
    token.kind === "option" ? [{ name: nameOf(token.name, rows), text: token.value }] : [],
  );
  if (rest !== undefined && ![...rows.values()].some(isRest)) throw new UsageError("nothing may follow a -- here");
  if (positionals[0] !== undefined && ![...rows.values()].some(isWords)) {
    const hint = table.wordsHint === undefined ? "" : `; ${table.wordsHint}`;
    throw new UsageError(`'${positionals[0]}' is no option${hint}`);
  }
  const entries = [...rows].map(([name, row]) => {
    const texts = given.filter((each) => each.name === name).map((each) => each.text);
    return [name, readRow(name, row, texts, positionals, rest)];
  });
  // Each value was made by the row that its type is taken from.
  return { values: Object.fromEntries(entries) as Values<G>, given, argv, rest };
}

function readRow(
  name: string,
  row: AnyRow,
  texts: readonly (string | undefined)[],
  positionals: readonly string[],
  rest: readonly string[] | undefined,
): unknown {
  if (isRest(row)) return rest;
  if (isWords(row)) return positionals.map((word) => row.is.read(word, row.words));
  if (!isValued(row)) return texts.length > 0;
  const values = texts.filter((text) => text !== undefined);
  if (values.length === 0 && row.default !== undefined) values.push(row.default);
  const read = values.map((text) => row.is.read(text, `--${name}`));
  return row.multiple === true ? read : read.at(-1);
}

function parseWords(argv: readonly string[], rows: ReadonlyMap<string, AnyRow>) {
  const options: NonNullable<ParseArgsConfig["options"]> = {};
  for (const [name, row] of rows) {
    if (isRest(row) || isWords(row)) continue;
    const short = row.short === undefined ? {} : { short: row.short };
    options[name] = { type: isValued(row) ? "string" : "boolean", multiple: true, ...short };
    for (const alias of aliasesOf(row)) options[alias] = { type: "string", multiple: true };
  }
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, tokens: true });
  } catch (error) {
    // Node goes on about dashes, which a daemon's command follows here.
    const [message = ""] = String(error instanceof Error ? error.message : error).split(". ");
    throw new UsageError(message, { cause: error });
  }
}

function nameOf(given: string, rows: ReadonlyMap<string, AnyRow>): string {
  return [...rows].find(([, row]) => aliasesOf(row).includes(given))?.[0] ?? given;
}

const aliasesOf = (row: AnyRow) => (isValued(row) ? (row.aliases ?? []) : []);
