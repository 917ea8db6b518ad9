// The judge's CBOR parser: bytes -> a tree that preserves every encoding choice (head widths, definite or indefinite
// length, invalid UTF-8) with the offset of each item. Not recursive, so depth is not limited.
import { elementAt } from "../element-at.ts";
import { CborError } from "./cbor-error.ts";
import { readFloat } from "./float.ts";
import { BREAK, MAJOR, readHead, readLongArgument } from "./head.ts";

type Place = {
  /** Offset of the first byte of the item's head. */
  readonly at: number;
  /** Bytes of the head: 1, 2, 3, 5 or 9. */
  readonly head: number;
  /** Offset just after the item's last byte. */
  end: number;
};

/** One CBOR data item. Offsets count from the start of the buffer that was parsed. */
export type Item = Place &
  (
    | { readonly kind: "int"; readonly value: bigint }
    /** `value` is the content with all chunks joined; text is kept as bytes, since it may be invalid UTF-8. */
    | { readonly kind: "bytes" | "text"; value: Uint8Array; readonly chunks: readonly StringItem[] | undefined }
    | { readonly kind: "array"; readonly items: Item[]; readonly indefinite: boolean }
    | { readonly kind: "map"; readonly entries: Entry[]; readonly indefinite: boolean }
    | { readonly kind: "tag"; readonly tag: bigint; content: Item }
    | { readonly kind: "float"; readonly value: number }
    /** 20 is false, 21 true, 22 null, 23 undefined; others have no name. */
    | { readonly kind: "simple"; readonly value: number }
  );

export type Entry = { readonly key: Item; value: Item };
export type StringItem = Extract<Item, { kind: "bytes" | "text" }>;
export type ListItem = Extract<Item, { kind: "array" | "map" }>;

/** The major type of an item, 0 (unsigned integer) to 7 (simple value or float). */
export function majorOf(item: Item): number {
  switch (item.kind) {
    case "int":
      return item.value < 0n ? MAJOR.negative : MAJOR.unsigned;
    case "bytes":
    case "text":
    case "array":
    case "map":
    case "tag":
      return MAJOR[item.kind];
    case "float":
    case "simple":
      return MAJOR.simple;
    default:
      return item satisfies never;
  }
}

/** The argument of an item's head: value, length, number of items, or tag number; 0 for a float. */
export function argumentOf(item: Item): bigint {
  switch (item.kind) {
    case "int":
      return item.value < 0n ? -1n - item.value : item.value;
    case "bytes":
    case "text":
      return BigInt(item.value.length);
    case "array":
      return BigInt(item.items.length);
    case "map":
      return BigInt(item.entries.length);
    case "tag":
      return item.tag;
    case "simple":
      return BigInt(item.value);
    case "float":
      return 0n;
    default:
      return item satisfies never;
  }
}

/** Whether the item has an indefinite length. */
export function isIndefinite(item: Item): boolean {
  if (item.kind === "array" || item.kind === "map") return item.indefinite;
  return (item.kind === "bytes" || item.kind === "text") && item.chunks !== undefined;
}

/**
 * Parses the item of `buffer` that starts at `from`; bytes after its `end` are ignored.
 * @throws CborError
 */
export function parseItem(buffer: Uint8Array, from = 0): Item {
  const open: Open[] = [];
  const children = { left: 0 };
  let parent: Open | undefined;
  let at = from;
  for (let count = 1; ; count++) {
    if (count > MAX_ITEMS) throw new CborError("too-large", at, `more than ${MAX_ITEMS} items are in one`);
    let done: Item;
    if (buffer[at] === BREAK) {
      done = closeAtBreak(open, at);
      at += 1;
      done.end = at;
      parent = open.at(-1);
    } else {
      const item = readItem(buffer, at, children);
      at = item.end;
      if (children.left > 0) {
        parent = { item, left: children.left, key: undefined };
        open.push(parent);
        continue;
      }
      done = item;
    }
    while (parent !== undefined) {
      addChild(parent, done);
      if (parent.left > 0) break;
      done = parent.item;
      done.end = at;
      open.pop();
      parent = open.at(-1);
    }
    if (parent === undefined) return done;
  }
}

/** Limit on memory: an item takes some hundred bytes, and a daemon can send one in a single byte. */
const MAX_ITEMS = 1_000_000;

/** A container whose children are still being parsed; `left` is the number to come, Infinity until a break. */
type Open = { item: Item; left: number; key: Item | undefined };

/** Reads one head and the content of a string. Sets `children.left` to the number of child items. */
function readItem(buffer: Uint8Array, at: number, children: { left: number }): Item {
  const found = readHead(buffer, at);
  if (found === undefined) {
    throw new CborError("truncated", at, at < buffer.length ? "the head is cut off" : "the item is missing");
  }
  const { major, head, argument } = found;
  const indefinite = argument === Infinity;
  const end = at + head;
  children.left = 0;
  switch (major) {
    case MAJOR.unsigned:
      return { at, head, end, kind: "int", value: exact(buffer, at, head, argument) };
    case MAJOR.negative:
      return { at, head, end, kind: "int", value: -1n - exact(buffer, at, head, argument) };
    case MAJOR.bytes:
      if (!indefinite) return readString(buffer, at, head, "bytes", argument);
      children.left = Infinity;
      return { at, head, end, kind: "bytes", value: NOTHING, chunks: [] };
    case MAJOR.text:
      if (!indefinite) return readString(buffer, at, head, "text", argument);
      children.left = Infinity;
      return { at, head, end, kind: "text", value: NOTHING, chunks: [] };
    case MAJOR.array:
      children.left = argument;
      return { at, head, end, kind: "array", items: [], indefinite };
    case MAJOR.map:
      children.left = 2 * argument;
      return { at, head, end, kind: "map", entries: [], indefinite };
    case MAJOR.tag:
      children.left = 1;
      return { at, head, end, kind: "tag", tag: exact(buffer, at, head, argument), content: unread };
    default:
      return readSimple(buffer, at, head, argument);
  }
}

const NOTHING = new Uint8Array();

const DIGITS = Array.from({ length: 24 }, (_, i) => BigInt(i));

/** An 8-byte argument as bigint, since a number cannot represent all of them exactly. */
function exact(buffer: Uint8Array, at: number, head: number, argument: number): bigint {
  if (head === 1) return elementAt(DIGITS, argument);
  if (head < 9) return BigInt(argument);
  return readLongArgument(buffer, at + 1);
}

function readString(buffer: Uint8Array, at: number, head: number, kind: "bytes" | "text", length: number): Item {
  const start = at + head;
  const end = start + length;
  if (end > buffer.length) {
    const declared = exact(buffer, at, head, length);
    throw new CborError("truncated", at, `a string of ${declared} bytes has ${buffer.length - start}`);
  }
  const value = new Uint8Array(buffer.buffer, buffer.byteOffset + start, length);
  return { at, head, end, kind, value, chunks: undefined };
}

function readSimple(buffer: Uint8Array, at: number, head: number, argument: number): Item {
  const end = at + head;
  if (head <= 2) return { at, head, end, kind: "simple", value: argument };
  return { at, head, end, kind: "float", value: readFloat(buffer, at + 1, head - 1) };
}

/** Placeholder for the content of a tag until it has been parsed. */
const unread: Item = { kind: "simple", value: 23, at: 0, head: 0, end: 0 };

function addChild(parent: Open, child: Item): void {
  const { item } = parent;
  parent.left -= 1;
  switch (item.kind) {
    case "array":
      item.items.push(child);
      return;
    case "tag":
      item.content = child;
      return;
    case "map":
      if (parent.key === undefined) parent.key = child;
      else {
        item.entries.push({ key: parent.key, value: child });
        parent.key = undefined;
      }
      return;
    default:
      addChunk(item, child);
  }
}

function addChunk(item: Item, chunk: Item): void {
  const fits =
    (item.kind === "bytes" || item.kind === "text") && chunk.kind === item.kind && chunk.chunks === undefined;
  if (!fits)
    throw new CborError("bad-chunk", chunk.at, "a chunk of an indefinite string must be a definite one of its kind");
  (item.chunks as StringItem[]).push(chunk);
}

function closeAtBreak(open: Open[], at: number): Item {
  const last = open.pop();
  if (last === undefined || last.left !== Infinity)
    throw new CborError("stray-break", at, "a break outside an indefinite item");
  if (last.key !== undefined) throw new CborError("odd-map", at, "a map ends after a key");
  if (last.item.kind === "bytes" || last.item.kind === "text") {
    last.item.value = Buffer.concat((last.item.chunks ?? []).map((chunk) => chunk.value));
  }
  return last.item;
}
