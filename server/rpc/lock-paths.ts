// Reads the paths of the lock methods; defines when two labels are equal, and how messages print a path.
import { randomUUID } from "node:crypto";
import { COST, type Memory } from "../domain/memory.ts";
import { byBytes, orderedMap } from "../domain/ordered-map.ts";
import { finish, Pace, type Pieces } from "../domain/pieces.ts";
import type { Stored } from "../domain/work-unit.ts";
import { Cursor, MAJOR } from "../wire/cursor.ts";
import { printed } from "./go-text.ts";
import { RpcError } from "./rpc-error.ts";

/** The same paths in two forms, in the same order. */
export type ParsedPaths = {
  /** The labels of each path as sent. */
  labels: readonly (readonly Stored[])[];
  /** Strings that are equal for equal labels. */
  identities: readonly (readonly string[])[];
};

/** Labels read in one piece. */
const LABELS_A_PIECE = 1000;

/**
 * Reads an array or tuple of paths, each an array or tuple of labels.
 * @param memory must have room for them, and, if they are to be locked, for the locks
 * @throws RpcError bad-parameter; OutOfMemory
 */
export function* pathsParam(params: Cursor, memory: Memory): Pieces<ParsedPaths> {
  const count = enterList(params);
  if (count > LABELS_A_PIECE) memory.expectStored(count * COST.lock);
  // Allocated with their final length, since growing arrays are copied repeatedly.
  const paths = { labels: new Array<Stored[]>(count), identities: new Array<string[]>(count) };
  let seen = 0;
  for (let i = 0; i < count; i++) {
    const labels: Stored[] = [];
    // Usually both forms are the same; then they share one list.
    let identity: string[] = labels;
    let length = enterList(params);
    // Checked early, before reading millions of labels for which there is no memory.
    if (length > LABELS_A_PIECE) memory.expectStored((seen + length) * COST.lock);
    for (; length > 0; length--) {
      const label = params.readStored();
      const own = yield* identityInPieces(label);
      if (identity === labels && own !== label) identity = [...labels];
      labels.push(label);
      if (identity !== labels) identity.push(own);
      if (++seen % LABELS_A_PIECE !== 0) continue;
      memory.expectStored(seen * COST.lock);
      yield;
    }
    paths.labels[i] = labels;
    paths.identities[i] = identity;
    if (++seen % LABELS_A_PIECE === 0) yield;
  }
  return paths;
}

/** A path with more bytes is abbreviated in messages. */
const MAX_PRINTED_BYTES = 65_536;

/** A path as the Go daemon prints it: `[one two]`; a huge one as `[...]`. */
export function printedPath(labels: readonly Stored[] = []): string {
  if (labels.reduce((sum, { length }) => sum + length, 0) > MAX_PRINTED_BYTES) return "[...]";
  return `[${labels.map((label) => printed(Cursor.over(label))).join(" ")}]`;
}

/**
 * A string that is equal for equal labels: same type, same value; for maps in any order of entries. A label that
 * contains a NaN equals no other, not even itself.
 */
export function labelIdentity(label: Stored): string {
  return finish(identityInPieces(label));
}

function* identityInPieces(label: Stored): Pieces<string> {
  if (label.charCodeAt(0) >> 5 < MAJOR.array) return label;
  return yield* identityOf(Cursor.over(label), new Pace(), 0);
}

const MAX_LABEL_DEPTH = 500;

function* identityOf(cursor: Cursor, pace: Pace, depth: number): Pieces<string> {
  if (depth > MAX_LABEL_DEPTH) throw new RpcError("bad-parameter", "cannot decode key paths");
  const start = cursor.at;
  const major = cursor.peekMajor();
  if (cursor.isDouble) {
    const value = cursor.readDouble();
    if (Number.isNaN(value)) return `NaN ${randomUUID()}`;
    // Positive and negative zero are equal.
    if (value === 0) return "0.0";
    return cursor.bytes.toString("latin1", start, cursor.at);
  }
  if (major !== MAJOR.array && major !== MAJOR.map && major !== MAJOR.tag) return cursor.readStored();
  cursor.readHead();
  const { argument } = cursor;
  const head = cursor.bytes.toString("latin1", start, cursor.at);
  if (major === MAJOR.tag) return head + (yield* identityOf(cursor, pace, depth + 1));
  const parts: string[] = [];
  for (let left = argument; left > 0; left--) {
    let part = framed(yield* identityOf(cursor, pace, depth + 1));
    if (major === MAJOR.map) part += framed(yield* identityOf(cursor, pace, depth + 1));
    parts.push(part);
    if (pace.isOver(STEPS_A_PART)) yield;
  }
  return head + (major === MAJOR.map ? yield* joinedInOrder(parts) : parts.join(""));
}

/** What a part of a label takes to read, beside what others do in a piece. */
const STEPS_A_PART = 2;
/** So many are put in order in one go. */
const SORTED_AT_ONCE = 1000;

/** Some that are the same, as of the two zeros as keys, count once: the head has the number. */
function* joinedInOrder(parts: readonly string[]): Pieces<string> {
  if (parts.length <= SORTED_AT_ONCE) return parts.toSorted().join("");
  const ordered = orderedMap<string, undefined>(byBytes);
  for (const [i, part] of parts.entries()) {
    ordered.set(part, undefined);
    if (i % SORTED_AT_ONCE === 0) yield;
  }
  let joined = "";
  let left = SORTED_AT_ONCE;
  for (const part of ordered.keys()) {
    joined += part;
    if (--left > 0) continue;
    left = SORTED_AT_ONCE;
    yield;
  }
  return joined;
}

/** Delimits an identity, since it is not always CBOR. */
function framed(identity: string): string {
  return `${identity.length}:${identity}`;
}

function enterList(cursor: Cursor): number {
  if (cursor.peekMajor() !== MAJOR.array && !cursor.isTuple)
    throw new RpcError("bad-parameter", "cannot decode key paths");
  return cursor.enter();
}
