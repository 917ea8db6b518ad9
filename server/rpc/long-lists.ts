// Reads long lists of strings and of states in pieces, as the readers of options read short ones.
import { COST } from "../domain/memory.ts";
import { type Cursor, type ListAhead, MAJOR } from "../wire/cursor.ts";
import { typeName } from "./go-text.ts";
import { expected, MAX_PROBLEMS } from "./readers.ts";
import { ENDABLE, ITEMS_A_PIECE, type Steps } from "./steps.ts";

/** What a place in an array takes. */
const ELEMENT_BYTES = 8;
/** More different states than there are: at least one of so many is none, which is all that the method must know. */
const MOST_STATES = 100;

/**
 * What readStrings() would find.
 * @param from at the first item
 * @param name what messages call the list
 * @param count is told about bytes of memory before they are used
 */
export function* readStringsAhead(
  from: Cursor,
  length: number,
  name: string,
  count: (bytes: number) => void,
): Steps<ListAhead<string>> {
  count(length * ELEMENT_BYTES);
  // Allocated with its final length, since a growing array is copied repeatedly.
  const values = new Array<string>(length);
  const problems: string[] = [];
  let bytes = 0;
  for (let i = 0; i < length && problems.length <= MAX_PROBLEMS; i++) {
    const value = from.isString ? from.readBinary() : other(from, `${name}[${i}]`, "string", problems);
    values[i] = value ?? "";
    bytes += COST.string + (value?.length ?? 0);
    if (i % ITEMS_A_PIECE !== 0) continue;
    count(bytes);
    bytes = 0;
    yield ENDABLE;
  }
  count(bytes);
  return { values, problems };
}

/** What readStatuses() would find, each number once. The parameters are the same. */
export function* readStatesAhead(from: Cursor, length: number, name: string): Steps<ListAhead<number>> {
  const found = new Set<number>();
  const problems: string[] = [];
  for (let i = 0; i < length && problems.length <= MAX_PROBLEMS; i++) {
    const state = readState(from) ?? other(from, `${name}[${i}]`, "jobserver.WorkUnitStatus", problems) ?? 0;
    if (found.size < MOST_STATES) found.add(state);
    if (i % ITEMS_A_PIECE === 0) yield ENDABLE;
  }
  return { values: [...found], problems };
}

/** A number as a whole one; undefined if it is none, and then the cursor is not moved. */
function readState(from: Cursor): number | undefined {
  if (from.isDouble) {
    const value = from.readDouble();
    return Number.isFinite(value) ? Math.trunc(value) + 0 : -1;
  }
  const major = from.peekMajor();
  if (major !== MAJOR.uint && major !== MAJOR.negative) return undefined;
  from.readHead();
  return major === MAJOR.uint ? from.argument : -1 - from.argument;
}

/** Skips another item, with a complaint if it is not null. */
function other(from: Cursor, name: string, type: string, problems: string[]): undefined {
  if (!from.isNull) problems.push(expected(name, type, typeName(from)));
  from.skip();
  return undefined;
}
