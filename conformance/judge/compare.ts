// Compares two messages item by item and lists every difference. Knows nothing of steps or connections; the callback
// `mask` decides about items that a mask covers.

import type { Entry, Item } from "../cbor/item.ts";
import { notate } from "../cbor/notation.ts";
import { indexStep, keyStep } from "../cbor/path.ts";
import { isString, stringOf } from "../cbor/reading.ts";
import { clipped } from "../clipped.ts";
import type { CompareLevel, DifferenceKind } from "./difference.ts";
import { pythonKey, pythonValue } from "./python-value.ts";

/** A message with the bytes it was parsed from. */
export type Message = { readonly item: Item; readonly bytes: Uint8Array };

/** A difference inside a message; `item` is the received item, if there is one. */
export type ItemDifference = {
  path: string;
  kind: DifferenceKind;
  expected: string;
  got: string;
  note?: string | undefined;
  item: Item | undefined;
};

/**
 * The result of a mask for the item at `path`: undefined if no mask covers it, an empty list if the value is allowed.
 */
export type AskMask = (path: string, expected: Item, got: Item) => ItemDifference[] | undefined;

/** Every difference between two messages at the given level, in the order of the expected bytes. */
export function compareMessages(expected: Message, got: Message, level: CompareLevel, mask: AskMask): ItemDifference[] {
  const found: ItemDifference[] = [];
  const context: Context = { expected: expected.bytes, got: got.bytes, level, mask, found, more: 0 };
  compareItems(context, expected.item, got.item, "message", 0);
  if (context.more === 0) return found;
  const rest = { expected: "no difference", got: `${context.more} more differences`, item: undefined };
  return [...found, { path: "message", kind: "value", ...rest }];
}

/** Limit on memory: a reply may be a list of a million unexpected items. */
const MOST_DIFFERENCES = 1000;

type Context = {
  readonly expected: Uint8Array;
  readonly got: Uint8Array;
  readonly level: CompareLevel;
  readonly mask: AskMask;
  readonly found: ItemDifference[];
  /** The number of differences beyond MOST_DIFFERENCES. */
  more: number;
};

/** Below this depth only bytes are compared, since this function is recursive. */
const MAX_DEPTH = 500;

function compareItems(context: Context, expected: Item, got: Item, path: string, depth: number): void {
  const covered = context.mask(path, expected, got);
  if (covered !== undefined) {
    context.found.push(...covered);
    return;
  }
  if (depth > MAX_DEPTH) {
    if (!sameBytes(context, expected, got)) differ(context, path, "value", expected, got);
  } else if (context.level === "python") comparePython(context, expected, got, path, depth);
  else compareEncoded(context, expected, got, path, depth);
}

function comparePython(context: Context, expected: Item, got: Item, path: string, depth: number): void {
  const a = pythonValue(expected, context.expected);
  const b = pythonValue(got, context.got);
  if (a.type === "list" && b.type === "list") compareElements(context, path, a.items, b.items, depth);
  else if (a.type === "dict" && b.type === "dict") compareEntries(context, path, a.item.entries, b.item.entries, depth);
  else if (a.type !== b.type) differ(context, path, "type", expected, got);
  else if (pythonKey(expected, context.expected) !== pythonKey(got, context.got)) {
    differ(context, path, "value", expected, got);
  }
}

function compareEncoded(context: Context, expected: Item, got: Item, path: string, depth: number): void {
  if (expected.kind !== got.kind) {
    const strings = isString(expected) && isString(got);
    differ(context, path, strings ? "string-kind" : "type", expected, got);
    return;
  }
  switch (expected.kind) {
    case "array":
      if (got.kind !== "array") return;
      compareElements(context, path, expected.items, got.items, depth);
      if (expected.items.length === got.items.length) compareHeads(context, path, expected, got);
      return;
    case "map":
      if (got.kind !== "map") return;
      compareEntries(context, path, expected.entries, got.entries, depth);
      if (expected.entries.length === got.entries.length) compareHeads(context, path, expected, got);
      return;
    case "tag":
      if (got.kind !== "tag") return;
      if (expected.tag !== got.tag) differ(context, path, "type", expected, got);
      else {
        compareHeads(context, path, expected, got);
        compareItems(context, expected.content, got.content, path, depth + 1);
      }
      return;
    default:
      if (!sameBytes(context, expected, got)) differ(context, path, leafKind(expected, got), expected, got);
  }
}

/** The kind of difference of two leaves of one type with different bytes. */
function leafKind(expected: Item, got: Item): DifferenceKind {
  if (expected.kind === "simple" && got.kind === "simple") {
    return isBoolean(expected.value) && isBoolean(got.value) ? "value" : "type";
  }
  if (isString(expected) && isString(got)) return Buffer.from(expected.value).equals(got.value) ? "width" : "value";
  if (expected.kind === "int" && got.kind === "int") return expected.value === got.value ? "width" : "value";
  if (expected.kind === "float" && got.kind === "float") {
    return Object.is(expected.value, got.value) && expected.head !== got.head ? "width" : "value";
  }
  return "value";
}

const isBoolean = (simple: number) => simple === 20 || simple === 21;

/** Compares the encoding of equal counts or tags: the width of the head, definite or indefinite length. */
function compareHeads(context: Context, path: string, expected: Item, got: Item): void {
  const same = expected.head === got.head && context.expected[expected.at] === context.got[got.at];
  if (!same) differ(context, path, "width", expected, got);
}

function compareElements(
  context: Context,
  path: string,
  expected: readonly Item[],
  got: readonly Item[],
  depth: number,
): void {
  const before = context.found.length;
  const { more } = context;
  const ends = got.length === expected.length ? 0 : sameEnd(context, expected, got);
  const pairs = Math.min(expected.length, got.length) - ends;
  for (let i = 0; i < pairs; i++) pair(context, path, i, expected[i], got[i], depth);
  for (let i = pairs; i < expected.length - ends; i++) pair(context, path, i, expected[i], undefined, depth);
  for (let i = pairs; i < got.length - ends; i++) pair(context, path, i, undefined, got[i], depth);
  if ((context.found.length === before && context.more === more) || !isPermutation(context, expected, got)) return;
  const list = (items: readonly Item[], bytes: Uint8Array) =>
    clip(`[${items.map((item) => notate(item, bytes)).join(", ")}]`);
  const order = { expected: list(expected, context.expected), got: list(got, context.got), item: got[0] };
  context.found.splice(before, Infinity, { path, kind: "order", ...order });
  context.more = more;
}

function pair(
  context: Context,
  path: string,
  i: number,
  expected: Item | undefined,
  got: Item | undefined,
  depth: number,
) {
  const at = path + indexStep(i);
  if (expected !== undefined && got !== undefined) compareItems(context, expected, got, at, depth + 1);
  else differ(context, at, expected === undefined ? "extra" : "missing", expected, got);
}

/** The length of the common suffix, so that an element missing in the middle is reported as one difference. */
function sameEnd(context: Context, expected: readonly Item[], got: readonly Item[]): number {
  let count = 0;
  const most = Math.min(expected.length, got.length);
  while (count < most) {
    const a = expected.at(-1 - count);
    const b = got.at(-1 - count);
    if (a === undefined || b === undefined || keyOf(context, "expected", a) !== keyOf(context, "got", b)) break;
    count += 1;
  }
  return count;
}

function isPermutation(context: Context, expected: readonly Item[], got: readonly Item[]): boolean {
  if (expected.length !== got.length) return false;
  const a = expected.map((item) => keyOf(context, "expected", item));
  const b = got.map((item) => keyOf(context, "got", item));
  // In equal order a mask has found the difference: a value that repeats the golden's and must not.
  return a.join() !== b.join() && a.sort().join() === b.sort().join();
}

function compareEntries(
  context: Context,
  path: string,
  expected: readonly Entry[],
  got: readonly Entry[],
  depth: number,
): void {
  const left = new Map(keyed(context, "got", got));
  for (const [key, entry] of keyed(context, "expected", expected)) {
    const at = path + keyStep(entry.key, context.expected);
    const other = left.get(key);
    if (other === undefined) {
      differ(context, at, "missing", entry.value, undefined);
      noteKind(context, entry.key, left.values());
    } else compareItems(context, entry.value, other.value, at, depth + 1);
    left.delete(key);
  }
  for (const { key, value } of left.values())
    differ(context, path + keyStep(key, context.got), "extra", undefined, value);
  if (context.level === "bytes") compareOrder(context, path, expected, got);
}

/** Says of the last difference, a missing key, that it is there as the other kind of string. */
function noteKind({ found, expected }: Context, key: Item, others: Iterable<Entry>): void {
  const last = found.at(-1);
  const name = stringOf(key);
  if (last?.kind !== "missing" || name === undefined) return;
  for (const other of others) {
    if (stringOf(other.key) !== name || other.key.kind === key.kind) continue;
    const [is, must] = key.kind === "text" ? ["byte", "text"] : ["text", "byte"];
    found[found.length - 1] = {
      ...last,
      note: `the key ${clip(notate(key, expected))} is a ${is} string, must be a ${must} string`,
    };
    return;
  }
}

function compareOrder(context: Context, path: string, expected: readonly Entry[], got: readonly Entry[]): void {
  const a = keyed(context, "expected", expected);
  const b = keyed(context, "got", got);
  const common = (entries: [string, Entry][], others: [string, Entry][]) => {
    const names = new Set(others.map(([key]) => key));
    return entries.filter(([key]) => names.has(key));
  };
  const wanted = common(a, b);
  const came = common(b, a);
  if (wanted.every(([key], i) => key === came[i]?.[0])) return;
  const keys = (entries: [string, Entry][], bytes: Uint8Array) =>
    entries.map(([, { key }]) => notate(key, bytes)).join(", ");
  const first = came[0]?.[1].key;
  context.found.push({
    path,
    kind: "order",
    expected: `keys ${keys(wanted, context.expected)}`,
    got: `keys ${keys(came, context.got)}`,
    item: first,
  });
}

/** Entries with a text as key that is equal for equal map keys; repeated keys get a counter. */
function keyed(context: Context, side: "expected" | "got", entries: readonly Entry[]): [string, Entry][] {
  const seen = new Map<string, number>();
  return entries.map((entry) => {
    const key = keyOf(context, side, entry.key);
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return [`${count} ${key}`, entry];
  });
}

function keyOf(context: Context, side: "expected" | "got", item: Item): string {
  const bytes = context[side];
  if (context.level === "python") return pythonKey(item, bytes);
  return context.level === "ordered" ? orderedKey(item, bytes) : rawKey(item, bytes);
}

const rawKey = (item: Item, bytes: Uint8Array) => Buffer.from(bytes.subarray(item.at, item.end)).toString("hex");

/** A text that is equal for items which differ at most in the order of map entries. */
function orderedKey(item: Item, bytes: Uint8Array, depth = 0): string {
  const inner = (child: Item) => orderedKey(child, bytes, depth + 1);
  const head = Buffer.from(bytes.subarray(item.at, item.at + item.head)).toString("hex");
  if (depth > MAX_DEPTH) return rawKey(item, bytes);
  if (item.kind === "array") return `${head}[${item.items.map(inner).join()}]`;
  if (item.kind === "tag") return `${head}(${inner(item.content)})`;
  if (item.kind !== "map") return rawKey(item, bytes);
  const entries = item.entries.map(({ key, value }) => `${inner(key)}:${inner(value)}`);
  return `${head}{${entries.sort().join()}}`;
}

function sameBytes(context: Context, expected: Item, got: Item): boolean {
  return Buffer.from(context.expected.subarray(expected.at, expected.end)).equals(
    context.got.subarray(got.at, got.end),
  );
}

function differ(
  context: Context,
  path: string,
  kind: DifferenceKind,
  expected: Item | undefined,
  got: Item | undefined,
): void {
  if (context.found.length === MOST_DIFFERENCES) {
    context.more += 1;
    return;
  }
  context.found.push({
    path,
    kind,
    expected: expected === undefined ? "nothing" : clip(notate(expected, context.expected)),
    got: got === undefined ? "nothing" : clip(notate(got, context.got)),
    item: got,
  });
}

/** Limit on the notation of a value, since all differences are kept until the end of the run. */
export const LONGEST = 65_536;

const clip = (notation: string) => clipped(notation, LONGEST);
