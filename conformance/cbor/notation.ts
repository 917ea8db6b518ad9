// Items as text: RFC 8949 section 8 diagnostic notation with encoding indicators, so that different bytes always give
// different text. Extensions: 'x' for printable byte strings (RFC 8610 G.2), float'..' for a NaN with a payload, \xff
// for a byte of a text string that is not valid UTF-8, <<..>> for CBOR inside a byte string.
import { elementAt } from "../element-at.ts";
import { indicatorOf, shortestHead } from "./head.ts";
import type { Item, ListItem, StringItem } from "./item.ts";
import { visible } from "./visible.ts";

/** Deeper items are written as `...`, since this function is recursive. */
const MAX_NOTATION_DEPTH = 500;

/**
 * The notation of `item`, which was parsed from `buffer`.
 * @param instead returns the text to write for an item instead of its notation, or undefined
 */
export function notate(
  item: Item,
  buffer: Uint8Array,
  depth = 0,
  instead?: (item: Item) => string | undefined,
): string {
  if (depth > MAX_NOTATION_DEPTH) return "...";
  const stand = instead?.(item);
  if (stand !== undefined) return stand;
  const inner = (child: Item) => notate(child, buffer, depth + 1, instead);
  switch (item.kind) {
    case "int":
      return `${item.value}${indicator(item, item.value < 0n ? -1n - item.value : item.value)}`;
    case "bytes":
    case "text":
      return notateString(item, inner);
    case "array":
      return bracketed(item, item.items.map(inner));
    case "map":
      return bracketed(
        item,
        item.entries.map(({ key, value }) => `${inner(key)}: ${inner(value)}`),
      );
    case "tag":
      return `${item.tag}${indicator(item, item.tag)}(${inner(item.content)})`;
    case "float":
      return `${notateFloat(item.value, buffer.subarray(item.at + 1, item.at + item.head))}`;
    case "simple":
      return simpleNames[item.value] ?? `simple(${item.value})`;
    default:
      return item satisfies never;
  }
}

const simpleNames: Record<number, string> = { 20: "false", 21: "true", 22: "null", 23: "undefined" };

/** `_0` .. `_3` when the head is longer than `argument` needs, else nothing. */
function indicator(item: Item, argument: number | bigint): string {
  return item.head === shortestHead(argument) ? "" : `_${indicatorOf(item.head)}`;
}

/** An array or a map in brackets, with the indicator of its head. @param parts the notation of its items, or of runs of them */
export function bracketed(item: ListItem, parts: readonly string[]): string {
  const [left, right, size] = item.kind === "array" ? ["[", "]", item.items.length] : ["{", "}", item.entries.length];
  const suffix = item.indefinite ? "_" : indicator(item, size);
  return `${left}${suffix}${suffix === "" || size === 0 ? "" : " "}${parts.join(", ")}${right}`;
}

function notateString(item: StringItem, inner: (chunk: StringItem) => string): string {
  if (item.chunks === undefined) {
    const quoted = item.kind === "text" ? quoteText(item.value) : quoteBytes(item.value);
    return `${quoted}${indicator(item, item.value.length)}`;
  }
  if (item.chunks.length === 0) return item.kind === "text" ? '""_' : "''_";
  return `(_ ${item.chunks.map(inner).join(", ")})`;
}

/** A byte string: 'x' when every byte is printable ASCII, else h'..'. */
function quoteBytes(bytes: Uint8Array): string {
  if (!bytes.every((byte) => byte >= 0x20 && byte < 0x7f)) return `h'${Buffer.from(bytes).toString("hex")}'`;
  return `'${Buffer.from(bytes).toString("latin1").replace(/['\\]/g, "\\$&")}'`;
}

/**
 * A text string in JSON's quoting, with invisible characters escaped, and \xff for each byte that is not valid UTF-8.
 */
function quoteText(bytes: Uint8Array): string {
  try {
    return visible(JSON.stringify(strictUtf8.decode(bytes)));
  } catch {
    return `"${validRuns(bytes)}"`;
  }
}

const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function validRuns(bytes: Uint8Array): string {
  let out = "";
  for (let at = 0; at < bytes.length; ) {
    const character = characterAt(bytes, at);
    if (character === undefined) {
      out += `\\x${elementAt(bytes, at).toString(16).padStart(2, "0")}`;
      at += 1;
    } else {
      out += visible(JSON.stringify(character).slice(1, -1));
      at += Buffer.byteLength(character);
    }
  }
  return out;
}

function characterAt(bytes: Uint8Array, at: number): string | undefined {
  for (let length = 1; length <= 4 && at + length <= bytes.length; length++) {
    try {
      return strictUtf8.decode(bytes.subarray(at, at + length));
    } catch {
      // an incomplete character, or an invalid one
    }
  }
  return undefined;
}

/** A float always carries its width: 1.0_1 half, 1.0_2 single, 1.0_3 double. */
function notateFloat(value: number, bits: Uint8Array): string {
  const suffix = `_${indicatorOf(1 + bits.length)}`;
  if (Number.isNaN(value)) {
    const hex = Buffer.from(bits).toString("hex");
    return /^(7e00|7fc00000|7ff8000000000000)$/.test(hex) ? `NaN${suffix}` : `float'${hex}'`;
  }
  if (!Number.isFinite(value)) return `${value}${suffix}`;
  const digits = Object.is(value, -0) ? "-0" : String(value);
  return `${/[.e]/.test(digits) ? digits : `${digits}.0`}${suffix}`;
}
