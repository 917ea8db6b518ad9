// Finds the item at a path in a frame, for masks and bindings.
import { openFrame } from "./frame.ts";
import type { Item } from "./item.ts";
import { childrenOf, shorten } from "./path.ts";

/** An item, and the message bytes that its offsets refer to. */
export type Found = { readonly item: Item; readonly inner: Uint8Array };

/** The item at a path (shortened, see path.ts) of a frame's message; undefined if there is none. */
export function findItem(frame: Uint8Array, path: string): Found | undefined {
  const { inner, message } = openFrame(frame);
  if (inner === undefined || message === undefined) return undefined;
  const item = descend(message, "message", path, inner);
  return item === undefined ? undefined : { item, inner };
}

/** Descends only into items whose path is a prefix of `wanted`, so that the cost does not depend on the rest. */
function descend(item: Item, path: string, wanted: string, buffer: Uint8Array): Item | undefined {
  if (shorten(path) === wanted) return item;
  for (const child of childrenOf(item, path, buffer)) {
    if (!leadsTo(shorten(child.path), wanted)) continue;
    const found = descend(child.item, child.path, wanted, buffer);
    if (found !== undefined) return found;
  }
  return undefined;
}

function leadsTo(path: string, wanted: string): boolean {
  return wanted.startsWith(path) || (path === "result" && /^[.[]/.test(wanted));
}
