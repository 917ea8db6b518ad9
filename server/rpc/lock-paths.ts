// Reads the paths of the lock methods: what makes two labels equal, and how messages print a path.
import { randomUUID } from "node:crypto";
import { COST, type Memory } from "../domain/memory.ts";
import type { Pieces } from "../domain/pieces.ts";
import type { Stored } from "../domain/work-unit.ts";
import { Cursor, MAJOR } from "../wire/cursor.ts";
import { printed } from "./go-text.ts";
import { RpcError } from "./rpc-error.ts";

/** Two lists of paths, which may be very long: the same ones in the same order. */
export type ParsedPaths = {
  /** The labels of each as they were sent. */
  labels: readonly (readonly Stored[])[];
  /** What the labels of each are compared by. */
  identities: readonly (readonly string[])[];
};

/** Labels that are read in one piece. */
const LABELS_A_PIECE = 1000;

/**
 * An array or tuple of paths, each an array or tuple of labels.
 * @param memory to hold them, and, where they are to be locked, locks for them
 * @throws RpcError bad-parameter; OutOfMemory
 */
export function* pathsParam(params: Cursor, memory: Memory): Pieces<ParsedPaths> {
  const paths: { labels: Stored[][]; identities: string[][] } = { labels: [], identities: [] };
  let seen = 0;
  for (let left = enterList(params); left > 0; left--) {
    const labels: Stored[] = [];
    // Mostly the same; then there is one list for both.
    let identity: string[] = labels;
    let length = enterList(params);
    // Nobody waits for millions of labels to be read that there is no room for.
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

/** What a path may hold to be printed in a message, in bytes. */
const MAX_PRINTED_BYTES = 65_536;

/** A path as the Go daemon prints it: `[one two]`; a huge one as `[...]`. */
export function printedPath(labels: readonly Stored[] = []): string {
  if (labels.reduce((sum, { length }) => sum + length, 0) > MAX_PRINTED_BYTES) return "[...]";
  return `[${labels.map((label) => printed(Cursor.over(label))).join(" ")}]`;
}

/**
 * Equal for equal labels: same type, same value; maps whatever the order of their entries. A label with a NaN in it
 * equals no other, not even itself.
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
    // The two zeros are equal.
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

/** Keeps neighbours apart, since an identity is not always CBOR. */
function framed(identity: string): string {
  return `${identity.length}:${identity}`;
}

function enterList(cursor: Cursor): number {
  if (cursor.peekMajor() !== MAJOR.array && !cursor.isTuple)
    throw new RpcError("bad-parameter", "cannot decode key paths");
  return cursor.enter();
}
