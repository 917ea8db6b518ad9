// Annotates frames: every CBOR head with its bytes, its meaning, and the clause of the protocol that specifies it.

import { CborError } from "../cbor/cbor-error.ts";
import { splitFrames, tryOpenFrame } from "../cbor/frame.ts";
import { shortestHead } from "../cbor/head.ts";
import { argumentOf, type Item, isIndefinite, parseItem } from "../cbor/item.ts";
import { notate } from "../cbor/notation.ts";
import { stringOf } from "../cbor/reading.ts";
import { clipped } from "../clipped.ts";
import { counted } from "../counted.ts";
import { windowAt } from "../judge/excerpt.ts";

/** One line for each CBOR head. Trailing bytes that are not a complete item get a line with the reason. */
export function dissect(bytes: Uint8Array): string {
  return linesOf(bytes).map(format).join("");
}

/** At most `most` of these lines, those around the byte at offset `at`, and how many there are before and behind. */
export function dissectAround(bytes: Uint8Array, at: number, most: number): string {
  const lines = linesOf(bytes);
  const next = lines.findIndex((line) => line.at > at);
  const { start, end } = windowAt(next < 0 ? lines.length - 1 : Math.max(0, next - 1), lines.length, most);
  const left = (number: number, where: string) => (number === 0 ? "" : `       ...(${number} lines ${where})\n`);
  const shown = lines.slice(start, end).map(format).join("");
  return `${left(start, "before")}${shown}${left(lines.length - end, "more")}`;
}

function linesOf(bytes: Uint8Array): Line[] {
  const { frames, rest } = splitFrames(bytes);
  let at = 0;
  const lines = frames.flatMap((frame) => {
    const found = frameLines(frame).map((line) => ({ ...line, at: line.at + at }));
    at += frame.length;
    return found;
  });
  if (rest.length > 0) lines.push({ at, depth: 0, bytes: rest, text: whyIncomplete(rest), clauses: ["FRAME-25"] });
  return lines;
}

type Line = {
  /** Offset of its first byte from the start of the input. */
  readonly at: number;
  readonly depth: number;
  readonly bytes: Uint8Array;
  readonly text: string;
  readonly clauses: readonly string[];
};

function frameLines(bytes: Uint8Array): Line[] {
  const frame = tryOpenFrame(bytes);
  if (frame === undefined) return [];
  const { outer, inner, message } = frame;
  if (outer.kind !== "tag" || inner === undefined) return itemLines(outer, bytes, 0, 0);
  const { content } = outer;
  const line = (at: number, end: number, text: string, clauses: string[]): Line => {
    return { at, depth: 0, bytes: bytes.subarray(at, end), text, clauses };
  };
  const heads = [
    line(0, outer.head, "tag 24: CBOR in a byte string", ["FRAME-2", outer.head === 2 ? "FRAME-3" : "FRAME-8"]),
    line(content.at, content.at + content.head, `byte string of ${inner.length} bytes`, [wrapClause(content)]),
  ];
  const start = content.kind === "bytes" && content.chunks === undefined ? content.at + content.head : 0;
  if (message === undefined) return [...heads, line(start, bytes.length, whyNoMessage(inner), ["FRAME-39"])];
  const lines = itemLines(message, inner, 1, start);
  if (message.end === inner.length) return [...heads, ...lines];
  const after = start + message.end;
  return [...heads, ...lines, line(after, bytes.length, "bytes behind the message", ["FRAME-12"])];
}

function wrapClause(content: Item): string {
  if (content.kind === "bytes" && content.chunks !== undefined) return "FRAME-10";
  return content.kind === "bytes" && content.head === shortestHead(content.value.length) ? "FRAME-4" : "FRAME-9";
}

/** The clauses that specify each key of a message. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  id: ["MSG-8", "MSG-9"],
  method: ["MSG-12"],
  params: ["MSG-16"],
  result: ["MSG-25"],
  error: ["MSG-26"],
};

/** Not recursive: a daemon may nest its reply deeper than the stack. */
function itemLines(root: Item, buffer: Uint8Array, depth: number, shift: number): Line[] {
  const lines: Line[] = [];
  const left: Part[] = [{ item: root, depth, note: "", about: [] }];
  for (let part = left.pop(); part !== undefined; part = left.pop()) {
    const { item, note, about } = part;
    const inside = insideOf(part);
    const end = inside === undefined ? item.end : item.at + item.head;
    lines.push({
      at: item.at + shift,
      depth: part.depth,
      bytes: buffer.subarray(item.at, end),
      text: `${note}${textOf(item, buffer)}`,
      clauses: [...about, ...encodingClauses(item)],
    });
    for (const each of inside?.reverse() ?? []) left.push(each);
  }
  return lines;
}

/** An item whose line is still to be written. */
type Part = {
  readonly item: Item;
  readonly depth: number;
  /** Prefix of its line: `key `. */
  readonly note: string;
  readonly about: readonly string[];
};

/** What an item contains, in order; undefined for one that contains nothing by its kind. */
function insideOf({ item, depth }: Part): Part[] | undefined {
  const part = (child: Item, note = "", about: readonly string[] = []) => ({
    item: child,
    depth: depth + 1,
    note,
    about,
  });
  switch (item.kind) {
    case "array":
      return item.items.map((each) => part(each));
    case "tag":
      return [part(item.content)];
    case "map":
      return item.entries.flatMap(({ key, value }) => {
        const about = depth === 1 ? (KEYS[stringOf(key) ?? ""] ?? []) : [];
        return [part(key, "key ", about), part(value)];
      });
    default:
      return undefined;
  }
}

function textOf(item: Item, buffer: Uint8Array): string {
  switch (item.kind) {
    case "array":
      return `array of ${count(item.items.length, "item", item.indefinite)}`;
    case "map":
      return `map of ${count(item.entries.length, "entry", item.indefinite)}`;
    case "tag":
      return item.tag === 128n ? "tag 128: a tuple" : `tag ${item.tag}`;
    default:
      return cut(notate(item, buffer));
  }
}

function count(number: number, what: "item" | "entry", indefinite: boolean): string {
  const plural = what === "item" ? "items" : "entries";
  return `${counted(number, what, plural)}${indefinite ? ", of indefinite length" : ""}`;
}

/** Clauses on the encoding that the item violates as part of a daemon's reply: integer, length and float widths. */
function encodingClauses(item: Item): string[] {
  if (item.kind === "float") return item.head === 9 ? [] : ["FRAME-7"];
  if (item.kind === "simple") return [];
  if (isIndefinite(item)) return ["FRAME-6"];
  return item.head === shortestHead(argumentOf(item)) ? [] : ["FRAME-5"];
}

function whyIncomplete(rest: Uint8Array): string {
  return `no whole item: ${complaintOf(rest) ?? "it goes on"}`;
}

function whyNoMessage(inner: Uint8Array): string {
  return `no message: ${complaintOf(inner) ?? "it is empty"}`;
}

function complaintOf(bytes: Uint8Array): string | undefined {
  try {
    parseItem(bytes);
    return undefined;
  } catch (error) {
    if (error instanceof CborError) return error.message;
    throw error;
  }
}

const BYTES_SHOWN = 12;
const COLUMN = 44;
const LONGEST = 60;

const cut = (text: string) => clipped(text, LONGEST);

function format({ at, depth, bytes, text, clauses }: Line): string {
  const shown = Buffer.from(bytes.subarray(0, BYTES_SHOWN))
    .toString("hex")
    .replace(/..(?=.)/g, "$& ");
  const more = bytes.length > BYTES_SHOWN ? ` ... ${bytes.length} bytes` : "";
  const left = `${String(at).padStart(5)}  ${"  ".repeat(Math.min(depth, 8))}${shown}${more}`;
  const about = clauses.length === 0 ? "" : `  (${clauses.join(", ")})`;
  return `${left.padEnd(COLUMN)}  ${text}${about}\n`;
}
