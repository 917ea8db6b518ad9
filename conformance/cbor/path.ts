// The path of an item inside a message, `[0][0].expiration`, for people and for lookup. Tags add no step; the step of a
// map key is `.name` if the key is a text string that looks like a name, else its notation in brackets: ['u'], [4],
// ["odd key"].
import type { Item } from "./item.ts";
import { notate } from "./notation.ts";

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The step from a map to the value under `key`. */
export function keyStep(key: Item, buffer: Uint8Array): string {
  const text = key.kind === "text" && key.chunks === undefined ? Buffer.from(key.value).toString("latin1") : "";
  return NAME.test(text) && key.head === 1 + Number(text.length > 23) ? `.${text}` : `[${notate(key, buffer)}]`;
}

/** The step from an array to its element. */
export const indexStep = (index: number): string => `[${index}]`;

/**
 * The short form of a path inside a message: `result` is omitted in front of its contents, so that a reply's path reads
 * `[0].status`; `result` itself and its siblings are `result`, `id`, `error.message`, `params[1]`, `method`; any other
 * path starts with `message`.
 */
export function shorten(path: string): string {
  const field =
    /^message(?:\['(id|result|error|params|method)'\]|\.(id|result|error|params|method)(?![A-Za-z0-9_]))/.exec(path);
  if (field === null) return path;
  const name = field[1] ?? field[2] ?? "";
  const rest = path.slice(field[0].length);
  return name === "result" && rest !== "" ? rest : `${name}${rest}`;
}

/** The children of an item with their paths. For a tag, the children of its content. */
export function childrenOf(item: Item, path: string, buffer: Uint8Array): { path: string; item: Item }[] {
  let inside = item;
  while (inside.kind === "tag") inside = inside.content;
  if (inside.kind === "array") return inside.items.map((each, i) => ({ path: path + indexStep(i), item: each }));
  if (inside.kind !== "map") return [];
  return inside.entries.map(({ key, value }) => ({ path: path + keyStep(key, buffer), item: value }));
}

/** All items from `root` down, in byte order. The content of a tag is not yielded separately from the tag. */
export function* walk(root: Item, buffer: Uint8Array): Generator<{ path: string; item: Item }> {
  const left = [{ path: "message", item: root }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    yield next;
    // Pushed one by one: spreading hundreds of thousands of arguments into push() overflows the stack.
    for (const child of childrenOf(next.item, next.path, buffer).toReversed()) left.push(child);
  }
}
