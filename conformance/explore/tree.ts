// A CBOR item in diagnostic notation, with lists and maps as trees, so that shrinking can remove parts of them.

export type Tree = string | ListTree | MapTree;
/** `tag` is the CBOR tag number of the list: `128` for a Python tuple, empty for none. */
export type ListTree = { readonly kind: "list"; readonly tag: string; readonly items: readonly Tree[] };
export type MapTree = { readonly kind: "map"; readonly entries: readonly Entry[] };
/** The key in notation, and the value. */
export type Entry = readonly [key: string, value: Tree];

export const listOf = (items: readonly Tree[], tag = ""): ListTree => ({ kind: "list", tag, items });
export const mapOf = (entries: readonly Entry[]): MapTree => ({ kind: "map", entries });

export function textOf(tree: Tree): string {
  if (typeof tree === "string") return tree;
  if (tree.kind === "map") return `{${tree.entries.map(([key, value]) => `${key}: ${textOf(value)}`).join(", ")}}`;
  const items = `[${tree.items.map(textOf).join(", ")}]`;
  return tree.tag === "" ? items : `${tree.tag}(${items})`;
}

/** All trees that are one step simpler, those with the largest removals first. */
export function* smaller(tree: Tree): Generator<Tree> {
  if (typeof tree === "string") {
    if (/^"[\w-]*"$/.test(tree)) yield `'${tree.slice(1, -1)}'`;
    return;
  }
  if (tree.kind === "map") {
    for (const i of tree.entries.keys()) yield mapOf(tree.entries.toSpliced(i, 1));
    for (const [i, [key, value]] of tree.entries.entries()) {
      for (const less of smaller(value)) yield mapOf(tree.entries.with(i, [key, less]));
      for (const less of smaller(key)) yield mapOf(tree.entries.with(i, [textOf(less), value]));
    }
    return;
  }
  const { items, tag } = tree;
  if (items.length > 3) {
    yield listOf(items.slice(0, items.length / 2), tag);
    yield listOf(items.slice(items.length / 2), tag);
  }
  for (const i of items.keys()) yield listOf(items.toSpliced(i, 1), tag);
  if (tag !== "") yield listOf(items);
  for (const [i, item] of items.entries()) {
    for (const less of smaller(item)) yield listOf(items.with(i, less), tag);
  }
}

/** The content of a byte or text string in notation (`h'..'` as it is); undefined for anything else. */
export function wordOf(tree: Tree | undefined): string | undefined {
  if (typeof tree !== "string") return undefined;
  const quoted = /^'(.*)'$|^"(.*)"$/s.exec(tree);
  if (quoted !== null) return (quoted[1] ?? quoted[2] ?? "").replace(/\\(.)/g, "$1");
  return /^h'[0-9a-f]*'$/.test(tree) ? tree : undefined;
}

/** The value of the option with this name, as bytes or text, in a map; undefined if there is none. */
export function optionIn(tree: Tree | undefined, name: string): Tree | undefined {
  if (tree === undefined || typeof tree === "string" || tree.kind !== "map") return undefined;
  return tree.entries.find(([key]) => wordOf(key) === name)?.[1];
}

/** The items of a list or tuple; empty for anything else. */
export function itemsIn(tree: Tree | undefined): readonly Tree[] {
  return tree === undefined || typeof tree === "string" || tree.kind !== "list" ? [] : tree.items;
}
