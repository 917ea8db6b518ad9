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
