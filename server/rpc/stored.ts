// Builds and looks into stored values: normalised CBOR as a binary string, one char a byte.

import type { Stored } from "../domain/work-unit.ts";
import { ByteSink } from "../wire/byte-sink.ts";
import { Cursor, MAJOR } from "../wire/cursor.ts";

export const EMPTY_MAP: Stored = "\xa0";
export const NULL: Stored = "\xf6";

/** @param value a binary string */
export function text(value: string): Stored {
  return withHead(MAJOR.text, value.length, value);
}

/** @param value a binary string */
export function byteString(value: string): Stored {
  return withHead(MAJOR.bytes, value.length, value);
}

/** @param pairs keys and values, each a stored value */
export function map(pairs: readonly (readonly [Stored, Stored])[]): Stored {
  return withHead(MAJOR.map, pairs.length, pairs.map(([key, value]) => key + value).join(""));
}

/** The entries of a stored map, keys and values as stored values; none where it is something else. */
export function entries(stored: Stored): [Stored, Stored][] {
  const cursor = Cursor.over(stored);
  if (cursor.peekMajor() !== MAJOR.map) return [];
  return Array.from({ length: cursor.enter() }, () => [cursor.readStored(), cursor.readStored()]);
}

/** A stored map with an entry more, in place of any of that key. @param key a binary string */
export function withEntry(stored: Stored, key: string, value: Stored): Stored {
  const wanted = text(key);
  return map([...entries(stored).filter(([each]) => each !== wanted), [wanted, value]]);
}

/** A whole number from 0 on. */
export function count(value: number): Stored {
  return withHead(MAJOR.uint, value, "");
}

/** The value at a text key of a stored map. @param key a binary string */
export function valueAt(stored: Stored, key: string): Stored | undefined {
  return cursorAt(stored, key)?.readStored();
}

/** The same, to be read. */
export function cursorAt(stored: Stored, key: string): Cursor | undefined {
  const wanted = text(key);
  // Most data has no such key at all, and the bytes say so at once.
  if (!stored.includes(wanted)) return undefined;
  const cursor = Cursor.over(stored);
  if (cursor.peekMajor() !== MAJOR.map) return undefined;
  for (let left = cursor.enter(); left > 0; left--) {
    const start = cursor.at;
    cursor.skip();
    const isWanted = cursor.at - start === wanted.length && stored.startsWith(wanted, start);
    if (isWanted) return cursor;
    cursor.skip();
  }
  return undefined;
}

function withHead(major: number, argument: number, body: string): Stored {
  const sink = new ByteSink();
  sink.head(major, argument);
  return sink.bytes.toString("latin1", 0, sink.length) + body;
}
