// Decodes a map of options by a table of names and readers. Names match case-insensitively, like in the Go daemon;
// unknown ones are ignored, and null counts as not given.

import { type Cursor, MAJOR } from "../wire/cursor.ts";
import type { OptionsAt } from "./params.ts";
import type { Reader } from "./readers.ts";
import { decodingError } from "./rpc-error.ts";

type Readers = Record<string, Reader<unknown>>;

/** The decoded options: a property for each one that was given. */
export type Options<R extends Readers> = { [K in keyof R]?: Exclude<ReturnType<R[K]>, undefined> };

type Field = { property: string; display: string; read: Reader<unknown>; bit: number };

export type OptionTable<R extends Readers> = { readonly fields: ReadonlyMap<string, Field>; readonly readers: R };

/** @param readers by the option's wire name in lower case */
export function optionTable<R extends Readers>(readers: R): OptionTable<R> {
  const fields = Object.entries(readers).map(([name, read], index): [string, Field] => [
    name,
    { property: name, display: displayName(name), read, bit: 1 << index },
  ]);
  return { fields: new Map(fields), readers };
}

/**
 * @param prefix what messages put before an option's name
 * @returns the options and the type errors
 */
export function readOptions<R extends Readers>(
  cursor: Cursor,
  at: OptionsAt,
  table: OptionTable<R>,
  problems: string[],
  prefix = "",
): Options<R> {
  const options: Record<string, unknown> = {};
  if (at < 0) return options as Options<R>;
  const problemsBefore = problems.length;
  let seen = 0;
  cursor.at = at;
  for (let left = cursor.enter(); left > 0; left--) {
    const field = fieldOf(readKey(cursor), table.fields);
    if (field === undefined) {
      cursor.skip();
    } else if ((seen & field.bit) === 0) {
      seen |= field.bit;
      options[field.property] = field.read(cursor, prefix + field.display, problems);
    } else {
      problems.length = problemsBefore;
      return readSpellings(cursor, at, table, problems, prefix);
    }
  }
  return options as Options<R>;
}

/** The same if an option occurs in several spellings: its display name takes precedence, otherwise the first one. */
function readSpellings<R extends Readers>(
  cursor: Cursor,
  at: number,
  table: OptionTable<R>,
  problems: string[],
  prefix: string,
): Options<R> {
  const found = new Map<Field, { valueAt: number; isDisplayName: boolean }>();
  cursor.at = at;
  for (let left = cursor.enter(); left > 0; left--) {
    const key = readKey(cursor);
    const field = fieldOf(key, table.fields);
    if (field !== undefined) {
      const isDisplayName = key === field.display;
      const other = found.get(field);
      if (other === undefined || (isDisplayName && !other.isDisplayName)) {
        found.set(field, { valueAt: cursor.at, isDisplayName });
      }
    }
    cursor.skip();
  }
  const options: Record<string, unknown> = {};
  for (const [field, { valueAt }] of found) {
    cursor.at = valueAt;
    options[field.property] = field.read(cursor, prefix + field.display, problems);
  }
  return options as Options<R>;
}

/** A key that is text, or null for any other. */
function readKey(cursor: Cursor): string | null {
  if (cursor.peekMajor() === MAJOR.text) return cursor.readName();
  cursor.skip();
  return null;
}

function fieldOf(key: string | null, fields: ReadonlyMap<string, Field>): Field | undefined {
  return key === null ? undefined : (fields.get(key) ?? fields.get(folded(key)));
}

/** @throws RpcError if options have a wrong type, with a line for each */
export function decodeOptions<R extends Readers>(cursor: Cursor, at: OptionsAt, table: OptionTable<R>): Options<R> {
  const problems: string[] = [];
  const options = readOptions(cursor, at, table, problems);
  if (problems.length > 0) throw decodingError(problems);
  return options;
}

/** The name in messages: capitalised if it is a single word, else as on the wire. */
function displayName(name: string): string {
  return name.includes("_") ? name : name.charAt(0).toUpperCase() + name.slice(1);
}

/** Unicode simple case folding, as far as it leads to ASCII letters: ſ (c5 bf) folds to s, the Kelvin sign to k. */
export function folded(key: string): string {
  return key.replaceAll("\xc5\xbf", "s").replaceAll("\xe2\x84\xaa", "k").toLowerCase();
}
