// Creates and reads stored values: normalised CBOR as a binary string, one char a byte.

import { Buffer } from "node:buffer";
import type { Pieces } from "../domain/pieces.ts";
import type { Stored } from "../domain/work-unit.ts";
import { ByteSink } from "../wire/byte-sink.ts";
import { Cursor, MAJOR } from "../wire/cursor.ts";
import { indexOf } from "../wire/message-index.ts";
import { ITEMS_A_PIECE } from "./steps.ts";

/** A longer value is read in pieces. */
export const LARGE_VALUE = 65_536;
/** Copying as many bytes takes about a millisecond. */
export const BYTES_A_PIECE = 2 ** 20;

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

/** The entries of a stored map, as stored values; empty if it is not a map. */
export function entries(stored: Stored): [Stored, Stored][] {
  const cursor = Cursor.over(stored);
  if (cursor.peekMajor() !== MAJOR.map) return [];
  return Array.from({ length: cursor.enter() }, () => [cursor.readStored(), cursor.readStored()]);
}

/** A stored map with an entry added, which replaces an entry with the same key. @param key a binary string */
export function withEntry(stored: Stored, key: string, value: Stored): Stored {
  const wanted = text(key);
  return map([...entries(stored).filter(([each]) => each !== wanted), [wanted, value]]);
}

/** A whole number, 0 or more. */
export function count(value: number): Stored {
  return withHead(MAJOR.uint, value, "");
}

/** The value at a text key of a stored map. @param key a binary string */
export function* valueAt(stored: Stored, key: string): Pieces<Stored | undefined> {
  return (yield* cursorAt(stored, key))?.readStored();
}

/** The same as a cursor. */
export function* cursorAt(stored: Stored, key: string): Pieces<Cursor | undefined> {
  const wanted = text(key);
  // A cheap search first, since most data has no such key.
  if (!stored.includes(wanted)) return undefined;
  const cursor = yield* cursorOver(stored);
  if (cursor.peekMajor() !== MAJOR.map) return undefined;
  for (let left = cursor.enter(); left > 0; left--) {
    const start = cursor.at;
    cursor.skip();
    const isWanted = cursor.at - start === wanted.length && stored.startsWith(wanted, start);
    if (isWanted) return cursor;
    cursor.skip();
    if (left % ITEMS_A_PIECE === 0) yield;
  }
  return undefined;
}

/** A cursor over a stored value of any size, whose large parts it skips in constant time. */
export function* cursorOver(stored: Stored): Pieces<Cursor> {
  if (stored.length <= LARGE_VALUE) return Cursor.over(stored);
  const bytes = Buffer.allocUnsafe(stored.length);
  for (let at = 0; at < stored.length; at += BYTES_A_PIECE) {
    bytes.write(stored.slice(at, at + BYTES_A_PIECE), at, "latin1");
    yield;
  }
  return new Cursor(bytes, 0, yield* indexOf(bytes));
}

function withHead(major: number, argument: number, body: string): Stored {
  const sink = new ByteSink();
  sink.head(major, argument);
  return sink.bytes.toString("latin1", 0, sink.length) + body;
}
