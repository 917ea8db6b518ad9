// An item in notation as a tree, so that parts of its lists and maps can be removed when a session is shrunk.

export type Tree = string | ListTree | MapTree;
/** `tag` is what stands before its brackets: `128` for a tuple, else nothing. */
export type ListTree = { readonly kind: "list"; readonly tag: string; readonly items: readonly Tree[] };
export type MapTree = { readonly kind: "map"; readonly entries: readonly Entry[] };
/** The key in notation, and what it holds. */
export type Entry = readonly [key: string, value: Tree];

export const listOf = (items: readonly Tree[], tag = ""): ListTree => ({ kind: "list", tag, items });
export const mapOf = (entries: readonly Entry[]): MapTree => ({ kind: "map", entries });

export function textOf(tree: Tree): string {
  if (typeof tree === "string") return tree;
  if (tree.kind === "map") return `{${tree.entries.map(([key, value]) => `${key}: ${textOf(value)}`).join(", ")}}`;
  const items = `[${tree.items.map(textOf).join(", ")}]`;
  return tree.tag === "" ? items : `${tree.tag}(${items})`;
}

/** Every tree that has one thing less or simpler, those with the most less first. */
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

/** What a string in notation says, whether bytes or text; undefined for anything else. */
export function wordOf(tree: Tree | undefined): string | undefined {
  if (typeof tree !== "string") return undefined;
  const quoted = /^'(.*)'$|^"(.*)"$/s.exec(tree);
  if (quoted !== null) return (quoted[1] ?? quoted[2] ?? "").replace(/\\(.)/g, "$1");
  return /^h'[0-9a-f]*'$/.test(tree) ? tree : undefined;
}

/** The value of an option, by its usual name in bytes or text. */
export function optionIn(tree: Tree | undefined, name: string): Tree | undefined {
  if (tree === undefined || typeof tree === "string" || tree.kind !== "map") return undefined;
  return tree.entries.find(([key]) => wordOf(key) === name)?.[1];
}

/** The items of a list or tuple; none of anything else. */
export function itemsIn(tree: Tree | undefined): readonly Tree[] {
  return tree === undefined || typeof tree === "string" || tree.kind !== "list" ? [] : tree.items;
}
