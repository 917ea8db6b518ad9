// Replaces some items of a frame and keeps all other bytes.

import { assemble } from "../../cbor/assemble.ts";
import { CborError } from "../../cbor/cbor-error.ts";
import { frameOf, openFrame } from "../../cbor/frame.ts";
import { BREAK, encodeHead, MAJOR } from "../../cbor/head.ts";
import type { Entry, Item } from "../../cbor/item.ts";
import { stringOf } from "../../cbor/reading.ts";

/** Position of a visited item: whether it is a map key, its nesting depth, and for a map value the key. */
export type Place = { readonly isKey: boolean; readonly depth: number; readonly key: string | undefined };

/** Returns the new bytes of an item; undefined to keep it and visit its children. */
export type Visit = (item: Item, bytes: Uint8Array, place: Place) => Uint8Array | undefined;

/** The bytes of an item after visiting it and, where not replaced, its children, top-down. */
export function rebuild(item: Item, bytes: Uint8Array, visit: Visit, place: Place = TOP): Uint8Array {
  const changed = visit(item, bytes, place);
  if (changed !== undefined) return changed;
  const below = (child: Item, more: Partial<Place> = {}) =>
    rebuild(child, bytes, visit, { isKey: false, key: undefined, depth: place.depth + 1, ...more });
  const head = bytes.subarray(item.at, item.at + item.head);
  switch (item.kind) {
    case "array":
      return Buffer.concat([head, ...item.items.map((each) => below(each)), end(item.indefinite)]);
    case "map": {
      const parts = item.entries.flatMap(({ key, value }) => [
        below(key, { isKey: true }),
        below(value, { key: stringOf(key) }),
      ]);
      return Buffer.concat([head, ...parts, end(item.indefinite)]);
    }
    case "tag":
      return Buffer.concat([head, below(item.content, { key: place.key })]);
    default:
      return bytes.subarray(item.at, item.end);
  }
}

const TOP: Place = { isKey: false, depth: 0, key: undefined };
const end = (indefinite: boolean) => (indefinite ? Buffer.of(BREAK) : Buffer.alloc(0));

export type Message = { readonly entries: readonly Entry[]; readonly inner: Uint8Array };

/** The message map in a frame; undefined if the frame is invalid or contains no map. */
export function messageIn(frame: Uint8Array): Message | undefined {
  try {
    const { inner, message } = openFrame(frame);
    return inner === undefined || message?.kind !== "map" ? undefined : { entries: message.entries, inner };
  } catch (error) {
    if (error instanceof CborError) return undefined;
    throw error;
  }
}

/** A frame with a map of these entries, each given as encoded bytes. */
export function frameOfEntries(entries: readonly (readonly Uint8Array[])[]): Buffer {
  return frameOf(Buffer.concat([encodeHead(MAJOR.map, entries.length), ...entries.flat()]));
}

/** The frame with `visit` applied to one field of its message; undefined if there is no such field or nothing changes. */
export function changeField(frame: Uint8Array, field: "id" | "result" | "error" | "params", visit: Visit) {
  const message = messageIn(frame);
  if (message === undefined || !message.entries.some(({ key }) => stringOf(key) === field)) return undefined;
  const { inner } = message;
  const parts = message.entries.map(({ key, value }) => [
    sliceOf(key, inner),
    stringOf(key) === field ? rebuild(value, inner, visit) : sliceOf(value, inner),
  ]);
  const changed = frameOfEntries(parts);
  return changed.equals(frame) ? undefined : changed;
}

export const sliceOf = (item: Item, bytes: Uint8Array): Uint8Array => bytes.subarray(item.at, item.end);

export const note = (notation: string): Uint8Array => assemble(notation);

/** A CBOR head followed by encoded content. Content may be a list, since spreading many items overflows the stack. */
export const headed = (
  major: number,
  argument: number | bigint,
  ...content: readonly (Uint8Array | readonly Uint8Array[])[]
): Buffer => Buffer.concat([encodeHead(major, argument), ...content.flat()]);
