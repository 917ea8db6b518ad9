// How code looks at an item: the content of a string whichever kind it is, the value under a key, the elements of a list.
import type { Item, StringItem } from "./item.ts";

export const isString = (item: Item | undefined): item is StringItem => item?.kind === "bytes" || item?.kind === "text";

/** The content of a string as Latin-1 of its bytes; undefined for anything else. */
export function stringOf(item: Item | undefined): string | undefined {
  return isString(item) ? Buffer.from(item.value).toString("latin1") : undefined;
}

/** The value under a string key of a map, whether bytes or text; of a key that comes twice the last. */
export function fieldOf(item: Item | undefined, name: string): Item | undefined {
  if (item?.kind !== "map") return undefined;
  return item.entries.findLast(({ key }) => stringOf(key) === name)?.value;
}

/** The elements of an array or of a tuple; none of anything else. */
export function elementsOf(item: Item | undefined): readonly Item[] {
  if (item?.kind === "tag" && item.tag === 128n) return elementsOf(item.content);
  return item?.kind === "array" ? item.items : [];
}

export const isNull = (item: Item | undefined): boolean => item?.kind === "simple" && item.value >= 22;
