// What a command takes, as data: its options in groups, the words that are no options, and the texts around them. Parsing,
// --help and completion are all made from one table.
import type { Kind } from "./kinds.ts";

type Row = {
  /** One clause; a shell's completion shows it too. */
  readonly about: string;
  /** What --help alone goes on to say. */
  readonly more?: string;
  /** What one can choose from, each with its meaning: lines of their own in --help. */
  readonly choices?: readonly (readonly [choice: string, about: string])[];
  /** Whether the command line that repeats one case needs it. */
  readonly again?: true;
  /** One letter, for `-k`. */
  readonly short?: string;
};

/** An option that is given or not. */
type Flag = Row;

/** An option with a value. */
export type Valued = Row & {
  /** What stands for the value in --help: `FILE`. */
  readonly value: string;
  readonly is: Kind<unknown>;
  readonly multiple?: true;
  /** The text that is read when the option is not given. */
  readonly default?: string;
  /** Names that mean the same. */
  readonly aliases?: readonly string[];
};

/** Words that are no options, as many as there are: `CASE`. */
export type Words = Row & { readonly words: string; readonly is: Kind<unknown> };

/** What follows a `--`: the command line of a daemon. */
export type Rest = Row & { readonly rest: string };

export type AnyRow = Flag | Valued | Words | Rest;

/** The rows by their names, in groups under their headings. */
export type Groups = Readonly<Record<string, Readonly<Record<string, AnyRow>>>>;

export type Table<G extends Groups = Groups> = {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What may follow the name, a line each. */
  readonly usage: readonly string[];
  /** Paragraphs; --help breaks the lines. */
  readonly about: readonly string[];
  readonly groups: G;
  /** What to say to words where only options can stand. */
  readonly wordsHint?: string;
  /** Printed as it is, after the options. */
  readonly notes?: string;
  /** What each exit code means. */
  readonly exits: Readonly<Partial<Record<0 | 1 | 2 | 3, string>>>;
  /** What follows `coordinate-conformance`. */
  readonly examples: readonly string[];
};

/** The values of a command line by the names of the rows. */
export type Values<G extends Groups> = { readonly [Name in NameIn<G>]: ValueOf<RowIn<G, Name>> };

export type ValuesOf<T> = T extends Table<infer G> ? Values<G> : never;

type NameIn<G extends Groups> = { [Heading in keyof G]: keyof G[Heading] }[keyof G];
type RowIn<G extends Groups, Name> = {
  [Heading in keyof G]: Name extends keyof G[Heading] ? G[Heading][Name] : never;
}[keyof G];
type ValueOf<R> = R extends { readonly is: Kind<infer T> }
  ? R extends { readonly words: string } | { readonly multiple: true }
    ? readonly T[]
    : R extends { readonly default: string }
      ? T
      : T | undefined
  : R extends { readonly rest: string }
    ? readonly string[] | undefined
    : boolean;

/** Keeps the rows' own types, which the values get theirs from. */
export function table<const G extends Groups>(it: Table<G>): Table<G> {
  return it;
}

export const isValued = (row: AnyRow): row is Valued => "value" in row;
export const isWords = (row: AnyRow): row is Words => "words" in row;
export const isRest = (row: AnyRow): row is Rest => "rest" in row;

export function rowsOf({ groups }: Table): [name: string, row: AnyRow][] {
  return Object.values(groups).flatMap((rows) => Object.entries(rows));
}
