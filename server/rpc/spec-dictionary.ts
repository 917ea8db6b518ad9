// Reads the dictionary of set_work_spec: the entries that the server interprets, and the form in which get_work_spec
// returns it.

import { finish, type Pieces } from "../domain/pieces.ts";
import { MAX_SECONDS } from "../domain/seconds.ts";
import type { Numeric, SpecSettings } from "../domain/work-spec.ts";
import type { Stored } from "../domain/work-unit.ts";
import { Cursor, MAJOR } from "../wire/cursor.ts";
import { isReadable } from "../wire/readable-text.ts";
import { optionTable, readOptions } from "./options.ts";
import { numeric, readBool, readFloat, readInt, readInt64, readNumber, readString } from "./readers.ts";
import { decodingError, RpcError } from "./rpc-error.ts";
import { byteString, cursorOver, entries, map, NULL, text } from "./stored.ts";

export const SETTINGS = optionTable({
  name: readString,
  disabled: readBool,
  continuous: readBool,
  interval: readFloat,
  priority: readNumber,
  weight: readNumber,
  nice: readNumber,
  min_gb: readFloat,
  max_running: readInt64,
  max_getwork: readInt,
  max_retries: readInt,
  then: readString,
  runtime: readString,
});

/** Entries with names of Python code, which the Python worker expects as byte strings. */
export const CODE_KEYS: ReadonlySet<Stored> = new Set([text("module"), text("run_function")]);

export const NAME = text("name");

export type SpecDefinition = { name: string; dictionary: Stored; settings: SpecSettings };

/** @throws RpcError bad-parameter; then the spec must not be changed */
export function readSpecDictionary(sent: Stored | null): SpecDefinition {
  const given = entries(sent ?? NULL);
  const { name, settings } = finish(readDefinition(given));
  const dictionary = map(given.map(([key, value]) => [key, kept(key, value)]));
  return { name, dictionary, settings };
}

/** The part that the server interprets, in pieces if strings are long. @throws RpcError bad-parameter */
export function* readDefinition(given: readonly [Stored, Stored][]): Pieces<Omit<SpecDefinition, "dictionary">> {
  const pairs = given.map(([key, value]): [Stored, Stored] => [key, asText(value)]);
  yield;
  const name = nameIn(pairs);
  yield;
  const dictionary = map(pairs);
  yield;
  return { name, settings: yield* readSettings(dictionary, name) };
}

/** The form in which a value is returned: strings as text, except names of code, and strings that cannot be decoded. */
function kept(key: Stored, value: Stored): Stored {
  if (CODE_KEYS.has(key)) return asBytes(value);
  const cursor = Cursor.over(value);
  if (cursor.peekMajor() !== MAJOR.bytes) return value;
  const content = cursor.readBinary();
  // The name of a work spec becomes text whatever its bytes.
  return key === NAME || isReadable(content) ? text(content) : value;
}

function nameIn(pairs: readonly [Stored, Stored][]): string {
  const name = pairs.find(([key]) => key === NAME)?.[1] ?? NULL;
  if (name === NULL) throw noName();
  const cursor = Cursor.over(name);
  if (cursor.peekMajor() !== MAJOR.text) throw badName();
  return cursor.readBinary();
}

function* readSettings(dictionary: Stored, name: string): Pieces<SpecSettings> {
  const problems: string[] = [];
  const given = readOptions(yield* cursorOver(dictionary), 0, SETTINGS, problems);
  if (problems.some((line) => line.startsWith("'Name' expected type 'string'"))) throw badName();
  if (problems.length > 0) throw decodingError(problems);
  if ((given.name ?? "") === "") throw noName();
  if (given.name !== name) throw new RpcError("bad-parameter", "Cannot change work spec 'name'");
  return {
    paused: given.disabled ?? false,
    continuous: given.continuous ?? false,
    interval: seconds(given.interval ?? 0),
    priority: given.priority ?? 0,
    weight: weightOf(given.weight ?? 0, given.nice ?? 0),
    maxRunning: given.max_running ?? 0n,
    maxGetwork: given.max_getwork ?? 0,
    maxRetries: given.max_retries ?? 0,
    successor: given.then ?? "",
    runtime: given.runtime ?? "",
  };
}

/** If the weight is 0 it is 20 minus the niceness; a result that is not positive becomes 1. */
function weightOf(weight: Numeric, nice: Numeric): Numeric {
  const effective = weight === 0 ? numeric(typeof nice === "bigint" ? 20n - nice : 20 - nice) : weight;
  return effective > 0 ? effective : 1;
}

/** The interval in seconds; 0 if it is NaN. */
export function seconds(interval: number): number {
  if (Number.isNaN(interval)) return 0;
  return Math.max(-MAX_SECONDS, Math.min(MAX_SECONDS, interval)) + 0;
}

/** Converts a byte string to text with the same bytes; other values stay. */
function asText(value: Stored): Stored {
  const initial = value.charCodeAt(0);
  // The heads of both differ in the major type alone.
  return initial >> 5 === MAJOR.bytes ? String.fromCharCode(initial | (MAJOR.text << 5)) + value.slice(1) : value;
}

function asBytes(value: Stored): Stored {
  const cursor = Cursor.over(value);
  return cursor.peekMajor() === MAJOR.text ? byteString(cursor.readBinary()) : value;
}

function noName(): RpcError {
  return new RpcError("bad-parameter", "No 'name' key in work spec");
}

function badName(): RpcError {
  return new RpcError("bad-parameter", "Work spec 'name' must be a string");
}
