// Where an item stands inside a message, as people write it and as code finds it: `[0][0].expiration`. Tags are looked
// through; a map key is `.name` when it is a text like a name, else its notation in brackets: ['u'], [4], ["odd key"].
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
 * A path inside a message, shortened: what is under `result` starts at once, so a reply's path reads `[0].status` or
 * `result`; its siblings are `id`, `error.message`, `params[1]`, `method`; everything else starts with `message`.
 */
export function shorten(path: string): string {
  const field =
    /^message(?:\['(id|result|error|params|method)'\]|\.(id|result|error|params|method)(?![A-Za-z0-9_]))/.exec(path);
  if (field === null) return path;
  const name = field[1] ?? field[2] ?? "";
  const rest = path.slice(field[0].length);
  return name === "result" && rest !== "" ? rest : `${name}${rest}`;
}

/** What is directly inside an item, with the path of each. A tag is looked through: its content's children are its own. */
export function childrenOf(item: Item, path: string, buffer: Uint8Array): { path: string; item: Item }[] {
  let inside = item;
  while (inside.kind === "tag") inside = inside.content;
  if (inside.kind === "array") return inside.items.map((each, i) => ({ path: path + indexStep(i), item: each }));
  if (inside.kind !== "map") return [];
  return inside.entries.map(({ key, value }) => ({ path: path + keyStep(key, buffer), item: value }));
}

/** Every item below and including `root`, in the order of its bytes; the content of a tag goes with the tag. */
export function* walk(root: Item, buffer: Uint8Array): Generator<{ path: string; item: Item }> {
  const left = [{ path: "message", item: root }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    yield next;
    // One by one: hundreds of thousands of arguments are more than a call takes.
    for (const child of childrenOf(next.item, next.path, buffer).toReversed()) left.push(child);
  }
}
