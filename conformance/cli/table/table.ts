// Describes a command's syntax as data: options in groups, positional arguments, and help texts. Parsing, --help and
// completion are all derived from this one table.
import type { Kind } from "./kinds.ts";

type Row = {
  /** Short description, for --help and completion. */
  readonly about: string;
  /** Further text, for --help only. */
  readonly more?: string;
  /** The permitted values with their meanings, each on a line of its own in --help. */
  readonly choices?: readonly (readonly [choice: string, about: string])[];
  /** Set if the command line that repeats one case must contain this option. */
  readonly again?: true;
  /** One-letter form, for example `k` for `-k`. */
  readonly short?: string;
};

/** An option without a value. */
type Flag = Row;

/** An option with a value. */
export type Valued = Row & {
  /** Placeholder of the value in --help, for example `FILE`. */
  readonly value: string;
  readonly is: Kind<unknown>;
  readonly multiple?: true;
  /** The text that is parsed if the option is not given. */
  readonly default?: string;
  /** Alternative names. */
  readonly aliases?: readonly string[];
};

/** Positional arguments, any number; `words` is their placeholder, for example `CASE`. */
export type Words = Row & { readonly words: string; readonly is: Kind<unknown> };

/** The words after `--`: the command line of a daemon. */
export type Rest = Row & { readonly rest: string };

export type AnyRow = Flag | Valued | Words | Rest;

/** The rows by group heading and option name. */
export type Groups = Readonly<Record<string, Readonly<Record<string, AnyRow>>>>;

export type Table<G extends Groups = Groups> = {
  readonly name: string;
  /** One line, for the list of commands. */
  readonly summary: string;
  /** The usage lines, without the program's and the command's name. */
  readonly usage: readonly string[];
  /** Paragraphs, which --help wraps. */
  readonly about: readonly string[];
  readonly groups: G;
  /** Hint in the error message for unexpected positional arguments. */
  readonly wordsHint?: string;
  /** Preformatted text after the options. */
  readonly notes?: string;
  /** The meaning of each exit code. */
  readonly exits: Readonly<Partial<Record<0 | 1 | 2 | 3, string>>>;
  /** Example command lines, without `coordinate-conformance`. */
  readonly examples: readonly string[];
};

/** The type of the parsed values, by option name. */
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

/** Returns its argument; exists so that TypeScript infers the exact row types, from which Values is derived. */
export function table<const G extends Groups>(it: Table<G>): Table<G> {
  return it;
}

export const isValued = (row: AnyRow): row is Valued => "value" in row;
export const isWords = (row: AnyRow): row is Words => "words" in row;
export const isRest = (row: AnyRow): row is Rest => "rest" in row;

export function rowsOf({ groups }: Table): [name: string, row: AnyRow][] {
  return Object.values(groups).flatMap((rows) => Object.entries(rows));
}
