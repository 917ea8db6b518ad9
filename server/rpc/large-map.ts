// Reads and writes maps with very many entries in pieces: those that are stored, and would be read at once.
import type { Pieces } from "../domain/pieces.ts";
import type { Stored } from "../domain/work-unit.ts";
import { ByteSink } from "../wire/byte-sink.ts";
import { Cursor, MAJOR, type MapAhead } from "../wire/cursor.ts";
import type { ReplyWriter } from "../wire/reply-writer.ts";
import { misprintedKey, typeName } from "./go-text.ts";
import { expected, MAX_PROBLEMS } from "./readers.ts";
import { ITEMS_A_PIECE } from "./steps.ts";
import { BYTES_A_PIECE, cursorOver, text } from "./stored.ts";
import { unreadableInPieces } from "./unreadable.ts";

/** What readKeptMap() would find. @param from at a map, not moved @param name what messages call it */
export function* readMapAhead(from: Cursor, name: string): Pieces<MapAhead> {
  const keys = yield* readKeys(from, name);
  const unreadable = yield* unreadableKept(from, keys, name);
  const { problems } = keys;
  if (unreadable !== null || problems.length > 0) return { unreadable, problems, stored: undefined };
  yield;
  const isAsItIs = keys.empty.every(({ isNull }) => !isNull);
  const stored = isAsItIs ? from.bytes.toString("latin1", from.at, keys.end) : yield* withOneEmptyKey(from, keys, true);
  yield;
  return { unreadable, problems, stored };
}

type Keys = {
  count: number;
  /** Where the first entry starts, and where the map ends. */
  body: number;
  end: number;
  /** The entries whose key is null or the empty string, which are the same key: at most one of each. */
  empty: { start: number; end: number; isNull: boolean }[];
  /** Complaints about keys that are no strings: at most one more than are sent. */
  problems: string[];
};

function* readKeys({ bytes, at, index }: Cursor, name: string): Pieces<Keys> {
  const cursor = new Cursor(bytes, at, index);
  const count = cursor.enter();
  const keys: Keys = { count, body: cursor.at, end: -1, empty: [], problems: [] };
  for (let left = count; left > 0 && keys.problems.length <= MAX_PROBLEMS; left--) {
    const start = cursor.at;
    const { isNull } = cursor;
    if (isNull || cursor.isString) {
      cursor.skip();
    } else {
      const type = typeName(cursor);
      keys.problems.push(expected(`${name}[${misprintedKey(cursor)}]`, "string", type));
    }
    const isEmpty = cursor.at === start + 1 && (isNull || bytes[start] === EMPTY_TEXT);
    cursor.skip();
    if (isEmpty) keys.empty.push({ start, end: cursor.at, isNull });
    if (left % ITEMS_A_PIECE === 0) yield;
  }
  return { ...keys, end: cursor.at };
}

/** Ignores a value that a later entry with the same key replaces. */
function* unreadableKept(from: Cursor, keys: Keys, name: string): Pieces<MapAhead["unreadable"]> {
  if (!from.isSuspect) return null;
  const problem = yield* unreadableInPieces(from, name);
  if (problem === null || keys.empty.length < 2) return problem;
  const kept = Cursor.over(yield* withOneEmptyKey(from, keys, false));
  yield;
  return yield* unreadableInPieces(kept, name);
}

/** The map with the last of its empty keys only. @param asText a null key becomes the empty string */
function* withOneEmptyKey({ bytes }: Cursor, { count, body, end, empty }: Keys, asText: boolean): Pieces<Stored> {
  const last = empty.at(-1);
  const sink = new ByteSink();
  sink.reserve(end - body + MOST_OF_A_HEAD);
  yield;
  sink.head(MAJOR.map, count - empty.length + 1);
  let at = body;
  for (const entry of empty) {
    sink.copy(bytes, at, entry.start);
    at = entry === last ? entry.start : entry.end;
    yield;
  }
  if (asText && last?.isNull === true) {
    sink.byte(EMPTY_TEXT);
    at++;
  }
  sink.copy(bytes, at, end);
  yield;
  return sink.bytes.toString("latin1", 0, sink.length);
}

const EMPTY_TEXT = 0x60;
const MOST_OF_A_HEAD = 9;

/** Writes what withEntry() returns. @param stored a map */
export function* writeWithEntry(reply: ReplyWriter, stored: Stored, key: string, value: Stored): Pieces {
  const cursor = yield* cursorOver(stored);
  const count = cursor.enter();
  const body = cursor.at;
  const wanted = text(key);
  const replaced = stored.includes(wanted) ? yield* entryOf(cursor, count, stored, wanted) : null;
  reply.map(replaced === null ? count + 1 : count);
  yield* writePart(reply, stored, body, replaced?.start ?? stored.length);
  if (replaced !== null) yield* writePart(reply, stored, replaced.end, stored.length);
  reply.stored(wanted);
  reply.stored(value);
}

/** Where the entry with this key is. @param cursor at the first entry */
function* entryOf(cursor: Cursor, count: number, stored: Stored, wanted: Stored) {
  for (let left = count; left > 0; left--) {
    const start = cursor.at;
    cursor.skip();
    const isWanted = cursor.at - start === wanted.length && stored.startsWith(wanted, start);
    cursor.skip();
    if (isWanted) return { start, end: cursor.at };
    if (left % ITEMS_A_PIECE === 0) yield;
  }
  return null;
}

function* writePart(reply: ReplyWriter, stored: Stored, from: number, to: number): Pieces {
  for (let at = from; at < to; at += BYTES_A_PIECE) {
    reply.stored(stored.slice(at, Math.min(to, at + BYTES_A_PIECE)));
    yield;
  }
}
