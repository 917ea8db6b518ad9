// Replaces some items of a frame and keeps all other bytes.

import { assemble, encodeHead } from "../../cbor/assemble.ts";
import { frameOf, openFrame } from "../../cbor/frame.ts";
import { CborError, type Entry, type Item } from "../../cbor/item.ts";
import { stringOf } from "../../cbor/reading.ts";

/** Where an item stands: keys of maps are visited too. */
export type Place = { readonly isKey: boolean; readonly depth: number; readonly key: string | undefined };

/** The bytes that an item becomes; undefined to keep it and visit what it holds. */
export type Visit = (item: Item, bytes: Uint8Array, place: Place) => Uint8Array | undefined;

/** An item's bytes after the visit of all its parts, from the outside in. */
export function rebuild(item: Item, bytes: Uint8Array, visit: Visit, place: Place = TOP): Uint8Array {
  const changed = visit(item, bytes, place);
  if (changed !== undefined) return changed;
  const below = (child: Item, more: Partial<Place> = {}) =>
    rebuild(child, bytes, visit, { isKey: false, key: undefined, depth: place.depth + 1, ...more });
  const head = bytes.subarray(item.at, item.at + item.head);
  switch (item.kind) {
    case "array":
      return Buffer.concat([head, ...item.items.map((each) => below(each)), ...end(item.indefinite)]);
    case "map": {
      const parts = item.entries.flatMap(({ key, value }) => [
        below(key, { isKey: true }),
        below(value, { key: stringOf(key) }),
      ]);
      return Buffer.concat([head, ...parts, ...end(item.indefinite)]);
    }
    case "tag":
      return Buffer.concat([head, below(item.content, { key: place.key })]);
    default:
      return bytes.subarray(item.at, item.end);
  }
}

const TOP: Place = { isKey: false, depth: 0, key: undefined };
const end = (indefinite: boolean) => (indefinite ? [Buffer.from([0xff])] : []);

export type Message = { readonly entries: readonly Entry[]; readonly inner: Uint8Array };

/** The map in a frame; undefined when it holds none. */
export function messageIn(frame: Uint8Array): Message | undefined {
  try {
    const { inner, message } = openFrame(frame);
    return inner === undefined || message?.kind !== "map" ? undefined : { entries: message.entries, inner };
  } catch (error) {
    if (error instanceof CborError) return undefined;
    throw error;
  }
}

/** A frame around a map of these entries, already encoded. */
export function frameOfEntries(entries: readonly (readonly Uint8Array[])[]): Buffer {
  return frameOf(Buffer.concat([encodeHead(5, BigInt(entries.length)), ...entries.flat()]));
}

/** The reply with the value of one of its fields visited; undefined when it lacks the field or nothing changes. */
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

/** A list may hold more items than a call takes arguments. */
export const headed = (
  major: number,
  argument: number | bigint,
  ...content: readonly (Uint8Array | readonly Uint8Array[])[]
): Buffer => Buffer.concat([encodeHead(major, BigInt(argument)), ...content.flat()]);
