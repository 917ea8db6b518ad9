// Parses a command line according to its command's option table.
import { type ParseArgsConfig, parseArgs } from "node:util";
import { UsageError } from "../../command.ts";
import { splitRest } from "./rest.ts";
import { type AnyRow, type Groups, isRest, isValued, isWords, rowsOf, type Table, type Values } from "./table.ts";

/** A parsed command line. */
export type Line<G extends Groups> = {
  readonly values: Values<G>;
  /** The given options in order, with aliases resolved to the names in the table. */
  readonly given: readonly { readonly name: string; readonly text: string | undefined }[];
  /** All words as given. */
  readonly argv: readonly string[];
  /** The words after the first `--`; undefined if there is none. */
  readonly rest: readonly string[] | undefined;
};

/** @throws UsageError for options or arguments that are not in the table, and for invalid values */
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
  // The cast is safe: each value was made by the same row from which its type is derived.
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
    // Keep only the first sentence: Node's advice about `--` does not apply, since a daemon's command follows it here.
    const [message = ""] = String(error instanceof Error ? error.message : error).split(". ");
    throw new UsageError(message, { cause: error });
  }
}

function nameOf(given: string, rows: ReadonlyMap<string, AnyRow>): string {
  return [...rows].find(([, row]) => aliasesOf(row).includes(given))?.[0] ?? given;
}

const aliasesOf = (row: AnyRow) => (isValued(row) ? (row.aliases ?? []) : []);
