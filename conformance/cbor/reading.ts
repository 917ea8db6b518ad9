// Reads values out of parsed items: the content of a string of either kind, the value of a map key, the elements of an
// array.
import type { Item, StringItem } from "./item.ts";

export const isString = (item: Item | undefined): item is StringItem => item?.kind === "bytes" || item?.kind === "text";

/** The bytes of a byte or text string as Latin-1; undefined for anything else. */
export function stringOf(item: Item | undefined): string | undefined {
  return isString(item) ? Buffer.from(item.value).toString("latin1") : undefined;
}

/** The value of a map's key, which may be a byte or text string; the last one if the key is repeated. */
export function fieldOf(item: Item | undefined, name: string): Item | undefined {
  if (item?.kind !== "map") return undefined;
  return item.entries.findLast(({ key }) => stringOf(key) === name)?.value;
}

/** The elements of an array or tuple (tag 128); empty for anything else. */
export function elementsOf(item: Item | undefined): readonly Item[] {
  if (item?.kind === "tag" && item.tag === 128n) return elementsOf(item.content);
  return item?.kind === "array" ? item.items : [];
}

export const isNull = (item: Item | undefined): boolean => item?.kind === "simple" && item.value >= 22;

export const isTrue = (item: Item | undefined): boolean => item?.kind === "simple" && item.value === 21;
