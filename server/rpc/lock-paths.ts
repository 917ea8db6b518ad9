// Reads the paths of the lock methods; defines when two labels are equal, and how messages print a path.
import { randomUUID } from "node:crypto";
import { COST, type Memory } from "../domain/memory.ts";
import type { Pieces } from "../domain/pieces.ts";
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
  const paths: { labels: Stored[][]; identities: string[][] } = { labels: [], identities: [] };
  let seen = 0;
  for (let left = enterList(params); left > 0; left--) {
    const labels: Stored[] = [];
    // Usually both forms are the same; then they share one list.
    let identity: string[] = labels;
    let length = enterList(params);
    // Checked early, before reading millions of labels for which there is no memory.
    if (length > LABELS_A_PIECE) memory.expectStored((seen + length) * COST.lock);
    for (; length > 0; length--) {
      const label = params.readStored();
      const own = labelIdentity(label);
      if (identity === labels && own !== label) identity = [...labels];
      labels.push(label);
      if (identity !== labels) identity.push(own);
      if (++seen % LABELS_A_PIECE !== 0) continue;
      memory.expectStored(seen * COST.lock);
      yield;
    }
    paths.labels.push(labels);
    paths.identities.push(identity);
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
  const cursor = Cursor.over(label);
  const major = cursor.peekMajor();
  if (major < MAJOR.array) return label;
  return identityOf(cursor, 0);
}

const MAX_LABEL_DEPTH = 500;

function identityOf(cursor: Cursor, depth: number): string {
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
  if (major === MAJOR.tag) return head + identityOf(cursor, depth + 1);
  const parts = Array.from(
    { length: argument },
    major === MAJOR.array
      ? () => framed(identityOf(cursor, depth + 1))
      : () => framed(identityOf(cursor, depth + 1)) + framed(identityOf(cursor, depth + 1)),
  );
  return head + (major === MAJOR.map ? parts.toSorted() : parts).join("");
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
