// Parses diagnostic notation into CBOR bytes, for hand-written requests. The inverse of notation.ts:
// assemble(notate(x)) gives the bytes of x. A float without a width indicator is a double, the only width that the
// peers send.
import { elementAt } from "../element-at.ts";
import { floatBits } from "./float.ts";
import { encodeHead, encodeIndefinite, FALSE, indicatorOf, MAJOR, majorOfByte } from "./head.ts";

/** Notation that cannot be read. */
export class NotationError extends Error {
  override readonly name = "NotationError";
  readonly code = "notation";
  /** Offset in the text. */
  readonly at: number;
  readonly expected: string;
  constructor(text: string, at: number, expected: string) {
    super(
      `Cannot read notation at character ${at}: expected ${expected}, found ${JSON.stringify(text.slice(at, at + 12))}`,
    );
    this.at = at;
    this.expected = expected;
  }
}

/**
 * The bytes of one item (or of several, separated by commas: `[1, 2], 3` gives a CBOR sequence).
 * @throws NotationError
 */
export function assemble(text: string): Buffer {
  const cursor: Cursor = { text, at: 0 };
  const bytes = sequence(cursor, undefined).bytes;
  if (cursor.at < text.length) throw new NotationError(text, cursor.at, "the end");
  return bytes;
}

type Cursor = { readonly text: string; at: number };

function sequence(cursor: Cursor, close: string | undefined): { bytes: Buffer; count: number } {
  const parts: Buffer[] = [];
  let count = 0;
  for (;;) {
    skipSpace(cursor);
    if (close !== undefined && take(cursor, close)) break;
    if (close === undefined && cursor.at === cursor.text.length && count === 0) break;
    parts.push(item(cursor));
    count += 1;
    skipSpace(cursor);
    if (take(cursor, ",")) continue;
    if (close === undefined) break;
    if (!take(cursor, close)) throw new NotationError(cursor.text, cursor.at, `, or ${close}`);
    break;
  }
  return { bytes: Buffer.concat(parts), count };
}

function item(cursor: Cursor): Buffer {
  skipSpace(cursor);
  if (take(cursor, "[")) return array(cursor);
  if (take(cursor, "{")) return map(cursor);
  if (take(cursor, "(_")) return chunked(cursor);
  if (take(cursor, "<<")) {
    const { bytes } = sequence(cursor, ">>");
    return Buffer.concat([encodeHead(MAJOR.bytes, bytes.length, takeIndicator(cursor)), bytes]);
  }
  const string = takeString(cursor);
  if (string !== undefined) return stringItem(cursor, string);
  const float = match(cursor, /float'((?:[0-9a-f]{4}){1,4})'/y)?.[1];
  if (float !== undefined) return floatItem(Buffer.from(float, "hex"));
  const simple = match(cursor, /simple\((\d{1,3})\)/y)?.[1];
  if (simple !== undefined) return encodeHead(MAJOR.simple, Number(simple));
  const word = match(cursor, /false|true|null|undefined/y)?.[0];
  if (word !== undefined) return Buffer.of(FALSE + words.indexOf(word));
  return numberOrTag(cursor);
}

const words = ["false", "true", "null", "undefined"];

function array(cursor: Cursor): Buffer {
  const { indicator, indefinite } = takeOpening(cursor);
  const { bytes, count } = sequence(cursor, "]");
  if (indefinite) return encodeIndefinite(MAJOR.array, [bytes]);
  return Buffer.concat([encodeHead(MAJOR.array, count, indicator), bytes]);
}

function map(cursor: Cursor): Buffer {
  const { indicator, indefinite } = takeOpening(cursor);
  const parts: Buffer[] = [];
  for (let first = true; ; first = false) {
    skipSpace(cursor);
    if (take(cursor, "}")) break;
    if (!first && !take(cursor, ",")) throw new NotationError(cursor.text, cursor.at, ", or }");
    parts.push(item(cursor));
    skipSpace(cursor);
    if (!take(cursor, ":")) throw new NotationError(cursor.text, cursor.at, ":");
    parts.push(item(cursor));
  }
  if (indefinite) return encodeIndefinite(MAJOR.map, parts);
  return Buffer.concat([encodeHead(MAJOR.map, parts.length / 2, indicator), ...parts]);
}

function chunked(cursor: Cursor): Buffer {
  const start = cursor.at;
  const { bytes } = sequence(cursor, ")");
  const major = majorOfByte(elementAt(bytes, 0));
  if (major !== MAJOR.bytes && major !== MAJOR.text) throw new NotationError(cursor.text, start, "strings");
  return encodeIndefinite(major, [bytes]);
}

function stringItem(cursor: Cursor, { major, value }: { major: number; value: Buffer }): Buffer {
  if (value.length === 0 && match(cursor, /_(?!\d)/y)) return encodeIndefinite(major, []);
  return Buffer.concat([encodeHead(major, value.length, takeIndicator(cursor)), value]);
}

function takeString(cursor: Cursor): { major: number; value: Buffer } | undefined {
  const start = cursor.at;
  // Without a group for each character, which would overflow the stack at some megabytes.
  const pairs = match(cursor, /h'([0-9a-fA-F\s]*)'/y)?.[1]?.split(/\s+/);
  if (pairs?.some(({ length }) => length % 2 === 1)) cursor.at = start;
  else if (pairs !== undefined) return { major: MAJOR.bytes, value: Buffer.from(pairs.join(""), "hex") };
  const bytes = match(cursor, /'([^'\\]*(?:\\.[^'\\]*)*)'/y)?.[1];
  if (bytes !== undefined) return { major: MAJOR.bytes, value: byteString(bytes, cursor, start) };
  const text = match(cursor, /"([^"\\]*(?:\\.[^"\\]*)*)"/y)?.[1];
  if (text === undefined) return undefined;
  const pieces = text.split(BYTES_IN_TEXT).map((piece, i) => {
    if (i % 2 === 1) return Buffer.from(piece.replaceAll("\\x", ""), "hex");
    return Buffer.from(String(JSON.parse(`"${piece}"`)), "utf8");
  });
  return { major: MAJOR.text, value: Buffer.concat(pieces) };
}

/** One or more escapes `\xff` for single bytes. An escaped backslash (`\\`) before the `x` starts none. */
const BYTES_IN_TEXT = /(?<=(?:^|[^\\])(?:\\\\)*)((?:\\x[0-9a-f]{2})+)/;

/** Decodes the content of a quoted byte string; its escapes are the quote, the backslash and `\xff` for one byte. */
function byteString(quoted: string, { text }: Cursor, start: number): Buffer {
  const pieces = quoted.split(/(\\x[0-9a-f]{2}|\\.)/).map((piece, i) => {
    if (i % 2 === 0) return Buffer.from(piece, "utf8");
    if (piece.length === 4) return Buffer.from(piece.slice(2), "hex");
    if (/^\\[a-z0-9]/i.test(piece))
      throw new NotationError(text, start, "no escape but \\', \\\\ and \\xff in a byte string");
    return Buffer.from(piece.slice(1), "utf8");
  });
  return Buffer.concat(pieces);
}

function numberOrTag(cursor: Cursor): Buffer {
  const start = cursor.at;
  const digits = match(cursor, /-?(?:Infinity|\d+(?:\.\d+)?(?:e[+-]?\d+)?)|NaN/y)?.[0];
  if (digits === undefined) throw new NotationError(cursor.text, start, "an item");
  const indicator = takeIndicator(cursor);
  if (!/^-?\d+$/.test(digits)) return encodeFloat(Number(digits), indicator ?? 3, cursor, start);
  const value = BigInt(digits);
  const argument = value < 0n ? -1n - value : value;
  const width = 2 ** (indicator ?? 3);
  if (argument >= 2n ** BigInt(8 * width))
    throw new NotationError(cursor.text, start, `a number that fits into ${width} bytes`);
  if (value >= 0n && take(cursor, "(")) {
    const content = item(cursor);
    skipSpace(cursor);
    if (!take(cursor, ")")) throw new NotationError(cursor.text, cursor.at, ")");
    return Buffer.concat([encodeHead(MAJOR.tag, value, indicator), content]);
  }
  return encodeHead(value < 0n ? MAJOR.negative : MAJOR.unsigned, argument, indicator);
}

/** A float is the argument of its head. */
const floatItem = (bits: Buffer) =>
  encodeHead(MAJOR.simple, BigInt(`0x${bits.toString("hex")}`), indicatorOf(1 + bits.length));

function encodeFloat(value: number, indicator: number, cursor: Cursor, start: number): Buffer {
  if (indicator === 0) throw new NotationError(cursor.text, start, "a float of 2, 4 or 8 bytes");
  return floatItem(floatBits(value, 2 ** indicator));
}

function takeOpening(cursor: Cursor): { indicator: number | undefined; indefinite: boolean } {
  const indicator = takeIndicator(cursor);
  return { indicator, indefinite: indicator === undefined && match(cursor, /_/y) !== undefined };
}

function takeIndicator(cursor: Cursor): number | undefined {
  const digit = match(cursor, /_([0-3])/y)?.[1];
  return digit === undefined ? undefined : Number(digit);
}

function take(cursor: Cursor, token: string): boolean {
  if (!cursor.text.startsWith(token, cursor.at)) return false;
  cursor.at += token.length;
  return true;
}

function match(cursor: Cursor, pattern: RegExp): RegExpExecArray | undefined {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text) ?? undefined;
  if (found !== undefined) cursor.at += found[0].length;
  return found;
}

const skipSpace = (cursor: Cursor) => match(cursor, /\s*/y);
