// An index of where the large parts of a large message end, so that they can be skipped in constant time. Built once,
// in pieces, from normalised CBOR.
import type { Buffer } from "node:buffer";
import { Cursor, MAJOR } from "./cursor.ts";
import type { Pieces } from "./repeated-keys.ts";

export type MessageIndex = {
  /** End offsets of large arrays, maps and tags by their start offset. */
  readonly ends: ReadonlyMap<number, number>;
  /** Start offsets of large maps whose own keys are all text. */
  readonly textKeyed: ReadonlySet<number>;
};

/** Containers of fewer bytes are not indexed. */
const LARGE = 4096;
/** Containers nested deeper than the calls of a batch are not indexed, since nothing skips them separately. */
const DEPTH = 7;
const HEADS_A_PIECE = 4096;

type Open = { start: number; left: number; isMap: boolean; isTextKeyed: boolean };

export function* indexOf(bytes: Buffer): Pieces<MessageIndex> {
  const ends = new Map<number, number>();
  const textKeyed = new Set<number>();
  const cursor = new Cursor(bytes);
  const open: Open[] = [];
  let heads = 0;
  do {
    const top = open.at(-1);
    if (top?.isMap === true && top.left % 2 === 0 && cursor.peekMajor() !== MAJOR.text) top.isTextKeyed = false;
    const start = cursor.at;
    cursor.readHead();
    const items = itemsIn(cursor);
    if (items > 0 && open.length < DEPTH) {
      open.push({ start, left: items, isMap: cursor.major === MAJOR.map, isTextKeyed: true });
    } else {
      for (let left = items; left > 0; left--) {
        cursor.readHead();
        left += itemsIn(cursor);
        if (++heads % HEADS_A_PIECE === 0) yield;
      }
      for (let done = open.at(-1); done !== undefined; done = open.at(-1)) {
        if (--done.left > 0) break;
        open.pop();
        if (cursor.at - done.start < LARGE) continue;
        ends.set(done.start, cursor.at);
        if (done.isMap && done.isTextKeyed) textKeyed.add(done.start);
      }
    }
    if (++heads % HEADS_A_PIECE === 0) yield;
  } while (open.length > 0);
  return { ends, textKeyed };
}

/** The number of items that follow the last head as its children; the content of a string is skipped. */
function itemsIn(cursor: Cursor): number {
  switch (cursor.major) {
    case MAJOR.bytes:
    case MAJOR.text:
      cursor.at += cursor.argument;
      return 0;
    case MAJOR.array:
      return cursor.argument;
    case MAJOR.map:
      return cursor.argument * 2;
    case MAJOR.tag:
      return 1;
    default:
      return 0;
  }
}

/** The index of the concatenation of these parts of a message. @param bytes the message */
export function movedIndex(index: MessageIndex | null, bytes: Buffer, parts: readonly Buffer[]): MessageIndex | null {
  if (index === null) return null;
  let length = 0;
  const moves = parts.map((part) => {
    const from = part.byteOffset - bytes.byteOffset;
    length += part.length;
    return { from, to: from + part.length, by: length - part.length - from };
  });
  const inOrder = moves.toSorted((a, b) => a.from - b.from);
  const ends = new Map<number, number>();
  const textKeyed = new Set<number>();
  for (const [start, end] of index.ends) {
    const move = lastUpTo(inOrder, start);
    if (move === undefined || end > move.to) continue;
    ends.set(start + move.by, end + move.by);
    if (index.textKeyed.has(start)) textKeyed.add(start + move.by);
  }
  return { ends, textKeyed };
}

/** The last of these that begins at this offset or before it. */
function lastUpTo<T extends { from: number }>(inOrder: readonly T[], at: number): T | undefined {
  let low = 0;
  let high = inOrder.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((inOrder[middle]?.from ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return inOrder[low - 1];
}
