// Finds the item at a path in a frame, for holes and fills.
import { openFrame } from "./frame.ts";
import type { Item } from "./item.ts";
import { shorten, walk } from "./path.ts";

/** An item and the message bytes that its offsets count in. */
export type Found = { readonly item: Item; readonly inner: Uint8Array };

/** The item at a path (shortened, see path.ts) of the message in a frame; undefined when there is none. */
export function findItem(frame: Uint8Array, path: string): Found | undefined {
  const { inner, message } = openFrame(frame);
  if (inner === undefined || message === undefined) return undefined;
  for (const each of walk(message, inner)) if (shorten(each.path) === path) return { item: each.item, inner };
  return undefined;
}
