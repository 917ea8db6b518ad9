// Reads the items of add_work_units, and the `output` of a finished unit, which may have the same form.
import type { Pieces } from "../domain/pieces.ts";
import type { NewUnit, Stored } from "../domain/work-unit.ts";
import { type Cursor, MAJOR } from "../wire/cursor.ts";
import { kindName } from "./go-text.ts";
import { optionTable, readOptions } from "./options.ts";
import { readFloat, readKeptMap, readMap, readString } from "./readers.ts";
import { decodingError, RpcError } from "./rpc-error.ts";
import { cursorAt, EMPTY_MAP } from "./stored.ts";

const META = optionTable({ priority: readFloat, delay: readFloat });
const NO_META: { priority?: number; delay?: number } = {};

export function notAList(): RpcError {
  return new RpcError("bad-parameter", "work unit not a list");
}

/**
 * One item: a key alone, or an array or tuple `[key, data]`, `[key, data, meta]`, `[key, data, meta, priority]`.
 * @param problems an empty list, which stays empty unless this throws
 * @throws RpcError bad-parameter
 */
export function readUnitItem(cursor: Cursor, problems: string[]): NewUnit {
  const major = cursor.peekMajor();
  if (major === MAJOR.bytes || major === MAJOR.text) {
    return { key: cursor.readBinary(), data: EMPTY_MAP, priority: 0, delay: 0 };
  }
  if (major !== MAJOR.array && !cursor.isTuple) throw notAList();
  const length = cursor.enter();
  if (length < 2) throw new RpcError("bad-parameter", "too few parameters to work unit");
  const key = readString(cursor, "Key", problems) ?? "";
  const data = readKeptMap(cursor, "Data", problems) ?? null;
  const meta = length > 2 ? readMeta(cursor, problems) : NO_META;
  if (problems.length > 0) throw decodingError(problems);
  let priority = meta.priority ?? 0;
  if (length > 3) {
    const complaints: string[] = [];
    priority = readFloat(cursor, "", complaints) ?? priority;
    if (complaints.length > 0) throw new RpcError("bad-parameter", "priority must be a number");
  }
  for (let i = 4; i < length; i++) cursor.skip();
  return { key, data, priority, delay: meta.delay ?? 0 };
}

/** Items read in one piece. */
const ITEMS_A_PIECE = 500;

/**
 * The units in a finished unit's `output`: a map of key to data, or an array or tuple of items as above. An invalid
 * entry makes a map unusable as a whole; in a list invalid items are skipped. If a key is repeated the last one counts.
 */
export function* unitsInOutput(data: Stored | null): Pieces<NewUnit[]> {
  const cursor = data === null ? undefined : yield* cursorAt(data, "output");
  if (cursor === undefined) return [];
  if (cursor.peekMajor() === MAJOR.map) return yield* unitsInMap(cursor);
  if (cursor.peekMajor() !== MAJOR.array && !cursor.isTuple) return [];
  const items: NewUnit[] = [];
  for (let left = cursor.enter(); left > 0; left--) {
    const item = readItemOrNothing(cursor);
    if (item !== undefined) items.push(item);
    if (left % ITEMS_A_PIECE === 0) yield;
  }
  return items;
}

function* unitsInMap(cursor: Cursor): Pieces<NewUnit[]> {
  const problems: string[] = [];
  const items: NewUnit[] = [];
  for (let left = cursor.enter(); left > 0; left--) {
    const key = readString(cursor, "", problems) ?? "";
    const data = readMap(cursor, "", problems) ?? null;
    items.push({ key, data, priority: 0, delay: 0 });
    if (problems.length > 0) return [];
    if (left % ITEMS_A_PIECE === 0) yield;
  }
  return items;
}

function readItemOrNothing(cursor: Cursor): NewUnit | undefined {
  const start = cursor.at;
  try {
    return readUnitItem(cursor, []);
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    cursor.at = start;
    cursor.skip();
    return undefined;
  }
}

/** Metadata: a map. Values that Go decodes to a struct count as an empty map. */
function readMeta(cursor: Cursor, problems: string[]): { priority?: number; delay?: number } {
  const start = cursor.at;
  const isMap = cursor.peekMajor() === MAJOR.map;
  if (!isMap && !cursor.isNull && kindName(cursor) !== "struct") {
    problems.push(`'Meta' expected a map, got '${kindName(cursor)}'`);
  }
  cursor.skip();
  const after = cursor.at;
  const meta = isMap ? readOptions(cursor, start, META, problems, "Meta.") : {};
  cursor.at = after;
  return meta;
}
