// Readers for the types of parameters and options, with the conversions and error texts of the Go daemon. Every reader
// consumes one item. null counts as not given for all of them.

import type { Numeric } from "../domain/work-spec.ts";
import type { Stored } from "../domain/work-unit.ts";
import { byteAt } from "../wire/byte-at.ts";
import { Cursor, type ListAhead, MAJOR } from "../wire/cursor.ts";
import { kindName, misprintedKey, typeName } from "./go-text.ts";
import { RpcError } from "./rpc-error.ts";
import { byteString, entries, map, NULL, text } from "./stored.ts";
import { type Unreadable, unreadableIn } from "./unreadable.ts";

const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);
/** Most lines of an error message. */
export const MAX_PROBLEMS = 10_000;
const EMPTY_TEXT = text("");

/**
 * @param name what the message calls the value, e.g. `Limit` or `work_unit_keys[0]`
 * @param problems gets a line where the item has another type
 * @returns undefined where the item is null or has another type
 */
export type Reader<T> = (cursor: Cursor, name: string, problems: string[]) => T | undefined;

/** Text or bytes, as a binary string. */
export const readString: Reader<string> = (cursor, name, problems) => {
  const major = cursor.peekMajor();
  if (major === MAJOR.text || major === MAJOR.bytes) return cursor.readBinary();
  return unconvertible(cursor, name, "string", problems);
};

/** The same for a name, which likely occurs again. */
export const readName: Reader<string> = (cursor, name, problems) => {
  const major = cursor.peekMajor();
  if (major === MAJOR.text || major === MAJOR.bytes) return cursor.readName();
  return unconvertible(cursor, name, "string", problems);
};

export const readBool: Reader<boolean> = (cursor, name, problems) => {
  const { initial } = cursor;
  if (initial !== 0xf4 && initial !== 0xf5) return unconvertible(cursor, name, "bool", problems);
  cursor.skip();
  return initial === 0xf5;
};

/** A signed 64-bit integer; floats are truncated, and values out of range clamped. */
export const readInt64: Reader<bigint> = (cursor, name, problems) => int64(cursor, name, "int", problems);

/** The same as a number, for values whose exact size beyond 2^53 does not matter. */
export const readInt: Reader<number> = (cursor, name, problems) => int(cursor, name, "int", problems);

/** A number that is a status of some kind; messages name the kind. */
export function readStatus(kind: "WorkUnitStatus" | "WorkSpecStatus"): Reader<number> {
  return (cursor, name, problems) => int(cursor, name, `jobserver.${kind}`, problems);
}

/** A number as it is, within the range of a signed 64-bit integer. */
export const readNumber: Reader<Numeric> = (cursor, name, problems) => {
  if (cursor.isDouble) return numeric(cursor.readDouble());
  const whole = int64(cursor, name, "int", problems);
  return whole === undefined ? undefined : numeric(whole);
};

export const readFloat: Reader<number> = (cursor, name, problems) => {
  const major = cursor.peekMajor();
  if (cursor.isDouble) return cursor.readDouble();
  if (major === MAJOR.uint || major === MAJOR.negative) return Number(cursor.readBigInt());
  return unconvertible(cursor, name, "float64", problems);
};

/** A list of text or bytes; null inside is "". A tuple is no list here. */
export const readStrings: Reader<string[]> = (cursor, name, problems) => {
  const read = cursor.ahead?.strings.get(cursor.at);
  if (read !== undefined) return listAhead(cursor, read, problems);
  if (cursor.peekMajor() === MAJOR.array) {
    return Array.from({ length: cursor.enter() }, (_, i) => readString(cursor, `${name}[${i}]`, problems) ?? "");
  }
  if (cursor.peekMajor() === MAJOR.bytes || cursor.isUuid) {
    if (cursor.isUuid) cursor.readHead();
    const { length } = cursor.readBinary();
    for (let i = 0; i < length; i++) complain(problems, expected(`${name}[${i}]`, "string", "uint8"));
    return [];
  }
  return notAList(cursor, name, problems);
};

/** One status or a list or tuple of them; a byte string lists its bytes. */
export const readStatuses: Reader<number[]> = (cursor, name, problems) => {
  const read = cursor.ahead?.states.get(cursor.at);
  if (read !== undefined) return listAhead(cursor, read, problems);
  if (cursor.peekMajor() === MAJOR.uint) return [Number(cursor.readBigInt())];
  if (cursor.peekMajor() === MAJOR.array || cursor.isTuple) {
    const readItem = readStatus("WorkUnitStatus");
    return Array.from({ length: cursor.enter() }, (_, i) => readItem(cursor, `${name}[${i}]`, problems) ?? 0);
  }
  if (cursor.peekMajor() === MAJOR.bytes || cursor.isUuid) {
    if (cursor.isUuid) cursor.readHead();
    return Array.from(new Set(cursor.readBinary()), (char) => char.charCodeAt(0));
  }
  return notAList(cursor, name, problems);
};

/**
 * A map whose own keys are strings, as a stored value; a null key becomes "". What Go decodes to a struct counts as a
 * map too: a tuple is `{"Items": [...]}` and any other tag `{"Tag": n, "Value": content, "Data": b''}`.
 */
export const readMap: Reader<Stored> = (cursor, name, problems) => {
  if (cursor.peekMajor() === MAJOR.map) return stringKeyed(cursor, name, problems);
  if (cursor.isTuple) {
    cursor.readHead();
    return map([[text("Items"), cursor.readStored()]]);
  }
  if (cursor.peekMajor() === MAJOR.tag && !cursor.isUuid) {
    const head = cursor.at;
    cursor.readHead();
    const tag = `${String.fromCharCode(byteAt(cursor.bytes, head) & 31)}${cursor.bytes.toString("latin1", head + 1, cursor.at)}`;
    return map([
      [text("Tag"), tag],
      [text("Value"), cursor.readStored()],
      [text("Data"), byteString("")],
    ]);
  }
  if (!cursor.isNull) complain(problems, `'${name}' expected a map, got '${kindName(cursor)}'`);
  cursor.skip();
  return undefined;
};

/**
 * The same for a map that is stored and will be sent to clients: it must not contain a value that the client cannot
 * decode.
 */
export const readKeptMap: Reader<Stored> = (cursor, name, problems) => {
  const problem = unreadableKept(cursor, name);
  if (problem === null) return readMap(cursor, name, problems);
  complain(problems, problem.message);
  cursor.skip();
  return undefined;
};

/**
 * The first value to be stored that the client cannot decode. Ignores values that a later entry with the same key
 * replaces.
 */
export function unreadableKept(cursor: Cursor, name: string): Unreadable | null {
  const read = cursor.ahead?.maps.get(cursor.at);
  if (read !== undefined) return read.unreadable;
  if (!cursor.isSuspect) return null;
  const problem = unreadableIn(cursor, name);
  if (problem === null || cursor.peekMajor() !== MAJOR.map) return problem;
  const sent = entries(new Cursor(cursor.bytes, cursor.at).readStored());
  const kept = withOneEmptyKey(sent);
  return kept.length === sent.length ? problem : unreadableIn(Cursor.over(map(kept)), name);
}

/** Entries in which null and the empty string are the same key: the last of these is kept. */
function withOneEmptyKey(pairs: readonly [Stored, Stored][]): readonly [Stored, Stored][] {
  const last = pairs.findLastIndex(([key]) => isEmptyKey(key));
  return pairs.filter(([key], i) => i === last || !isEmptyKey(key));
}

function isEmptyKey(key: Stored): boolean {
  return key === NULL || key === EMPTY_TEXT;
}

function stringKeyed(cursor: Cursor, name: string, problems: string[]): Stored | undefined {
  const read = cursor.ahead?.maps.get(cursor.at);
  if (read !== undefined) {
    cursor.skip();
    for (const line of read.problems) complain(problems, line);
    return read.stored;
  }
  if (cursor.isKnownTextKeyed) return cursor.readStored();
  const start = cursor.at;
  const count = cursor.enter();
  let asItIs = true;
  let broken = false;
  for (let i = 0; i < count; i++) {
    if (cursor.isString) {
      cursor.skip();
    } else if (cursor.isNull) {
      asItIs = false;
      cursor.skip();
    } else {
      const type = typeName(cursor);
      complain(problems, expected(`${name}[${misprintedKey(cursor)}]`, "string", type));
      broken = true;
    }
    cursor.skip();
  }
  if (broken) return undefined;
  const stored = cursor.bytes.toString("latin1", start, cursor.at);
  if (asItIs) return stored;
  return map(withOneEmptyKey(entries(stored)).map(([key, value]) => [key === NULL ? EMPTY_TEXT : key, value]));
}

/** A list that was read in advance. */
function listAhead<T>(cursor: Cursor, { values, problems: lines }: ListAhead<T>, problems: string[]): T[] {
  cursor.skip();
  for (const line of lines) complain(problems, line);
  return values;
}

/** Adds an error line, up to a limit, so that a client cannot cause a huge message. */
function complain(problems: string[], line: string): void {
  if (problems.length >= MAX_PROBLEMS) throw new RpcError("bad-parameter", "too many errors decoding");
  problems.push(line);
}

function int(cursor: Cursor, name: string, type: string, problems: string[]): number | undefined {
  if (cursor.peekMajor() === MAJOR.uint && (cursor.initial & 31) < 27) {
    cursor.readHead();
    return cursor.argument;
  }
  const exact = int64(cursor, name, type, problems);
  return exact === undefined ? undefined : Number(exact);
}

function int64(cursor: Cursor, name: string, type: string, problems: string[]): bigint | undefined {
  const major = cursor.peekMajor();
  if (major === MAJOR.uint || major === MAJOR.negative) return clampedInt64(cursor.readBigInt());
  if (!cursor.isDouble) return unconvertible(cursor, name, type, problems);
  const value = cursor.readDouble();
  // As in Go, NaN converts to the smallest integer.
  if (!Number.isFinite(value)) return value > 0 ? INT64_MAX : INT64_MIN;
  return clampedInt64(BigInt(Math.trunc(value)));
}

/**
 * Converts equal numbers to the same value: a bigint only if a number would not be exact. NaN becomes the smallest
 * integer.
 */
export function numeric(value: number | bigint): Numeric {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : clampedInt64(value);
  if (Number.isNaN(value) || Math.abs(value) > 2 ** 63) return value > 0 ? INT64_MAX : INT64_MIN;
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) return clampedInt64(BigInt(value));
  return value + 0;
}

/** Clamps an integer to the range of a signed 64-bit one. */
function clampedInt64(value: bigint): bigint {
  return value > INT64_MAX ? INT64_MAX : value < INT64_MIN ? INT64_MIN : value;
}

function unconvertible(cursor: Cursor, name: string, type: string, problems: string[]): undefined {
  if (!cursor.isNull) complain(problems, expected(name, type, typeName(cursor)));
  cursor.skip();
  return undefined;
}

export function expected(name: string, type: string, got: string): string {
  return `'${name}' expected type '${type}', got unconvertible type '${got}'`;
}

function notAList(cursor: Cursor, name: string, problems: string[]): undefined {
  if (!cursor.isNull) complain(problems, `'${name}': source data must be an array or slice, got ${kindName(cursor)}`);
  cursor.skip();
  return undefined;
}
