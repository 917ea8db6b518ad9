// Reads the parameters of a call one after the other. The first one of a wrong type causes the error reply.

import type { Stored } from "../domain/work-unit.ts";
import type { Cursor } from "../wire/cursor.ts";
import { MAJOR } from "../wire/cursor.ts";
import { kindName } from "./go-text.ts";
import {
  type Reader,
  readFloat,
  readInt,
  readMap,
  readName,
  readString,
  readStrings,
  unreadableKept,
} from "./readers.ts";
import { decodingError, RpcError } from "./rpc-error.ts";

/** Offset of a map parameter to be decoded as options; -1 for an empty one. */
export type OptionsAt = number;

export function stringParam(params: Cursor): string {
  return scalar(params, readString) ?? "";
}

/** The same for a name, which likely occurs again. */
export function nameParam(params: Cursor): string {
  return scalar(params, readName) ?? "";
}

export function intParam(params: Cursor): number {
  return scalar(params, readInt) ?? 0;
}

/** undefined if the parameter is null. */
export function floatParam(params: Cursor): number | undefined {
  return scalar(params, readFloat);
}

export function stringsParam(params: Cursor): string[] {
  const isList = params.peekMajor() === MAJOR.array || params.peekMajor() === MAJOR.bytes || params.isUuid;
  return (isList ? compound : scalar)(params, readStrings) ?? [];
}

/** A map as a stored value; null if the parameter is null. */
export function mapParam(params: Cursor): Stored | null {
  return (params.peekMajor() === MAJOR.map ? compound : scalar)(params, readMap) ?? null;
}

/**
 * The same for a map that will be stored. An unreadable value is reported as a part of the parameter, even if it is not
 * a map.
 */
export function keptMapParam(params: Cursor): Stored | null {
  const problem = unreadableKept(params, "");
  if (problem === null) return mapParam(params);
  throw problem.ofWhole ? new RpcError("bad-parameter", problem.message) : decodingError([problem.message]);
}

/**
 * The options map, which is the last parameter of a call. Checks its keys now; decodeOptions() reads the values when
 * the call knows what they apply to.
 */
export function optionsParam(params: Cursor): OptionsAt {
  if (params.peekMajor() !== MAJOR.map) {
    mapParam(params);
    return -1;
  }
  const start = params.at;
  if (params.isStringKeyed || params.isKnownTextKeyed) return start;
  const count = params.enter();
  for (let i = 0; i < count; i++) {
    if (!hasStringKey(params)) {
      params.at = start;
      mapParam(params);
    }
    params.skip();
    params.skip();
  }
  return start;
}

/**
 * Enters a list of anything. The bytes of a byte string or UUID count as a list of numbers; they are skipped at once.
 */
export function enterListParam(params: Cursor): { length: number; ofNumbers: boolean } {
  const major = params.peekMajor();
  if (major === MAJOR.array) return { length: params.enter(), ofNumbers: false };
  if (major === MAJOR.bytes || params.isUuid) {
    if (params.isUuid) params.readHead();
    return { length: params.readBinary().length, ofNumbers: true };
  }
  if (!params.isNull) {
    throw new RpcError("bad-parameter", `'': source data must be an array or slice, got ${kindName(params)}`);
  }
  params.skip();
  return { length: 0, ofNumbers: false };
}

function hasStringKey(params: Cursor): boolean {
  return params.isString || params.isNull;
}

/** Reads a parameter whose error, if any, is the whole message. */
function scalar<T>(params: Cursor, read: Reader<T>): T | undefined {
  const problems: string[] = [];
  const value = read(params, "", problems);
  const [problem] = problems;
  if (problem !== undefined) throw new RpcError("bad-parameter", problem);
  return value;
}

/** Reads a parameter whose parts may have several errors. */
function compound<T>(params: Cursor, read: Reader<T>): T | undefined {
  const problems: string[] = [];
  const value = read(params, "", problems);
  if (problems.length > 0) throw decodingError(problems);
  return value;
}
