// Maps spellings of method names like the Go daemon: snake_case, CamelCase and mixtures lead to the same exported name.
import { Buffer, isUtf8 } from "node:buffer";

/**
 * The exported name: pieces between underscores with their first letter, and any letter after a non-letter, in title
 * case.
 * @param sent the name on the wire, a binary string
 * @returns UTF-8 as a binary string; bytes that are not UTF-8 are U+FFFD each
 */
export function exportedName(sent: string): string {
  const pieces = decodeUtf8(sent).split("_");
  return Buffer.from(pieces.map(titled).join(""), "utf8").toString("latin1");
}

function titled(piece: string): string {
  let afterSeparator = true;
  let out = "";
  for (const char of piece) {
    const code = char.charCodeAt(0);
    if (code < 0x80) {
      out += afterSeparator && code >= SMALL_A && code <= SMALL_Z ? String.fromCharCode(code - 0x20) : char;
      afterSeparator = !isAlphanumeric(code);
    } else {
      out += afterSeparator ? inTitleCase(char) : char;
      // Beyond ASCII only white space separates words.
      afterSeparator = /\p{White_Space}/u.test(char);
    }
  }
  return out;
}

const SMALL_A = 0x61;
const SMALL_Z = 0x7a;

function isAlphanumeric(code: number): boolean {
  const letter = code | 0x20;
  return (letter >= SMALL_A && letter <= SMALL_Z) || (code >= 0x30 && code <= 0x39);
}

/**
 * Ranges of letters whose title case is not their upper case (Unicode's simple mappings), with the title case of each.
 */
const TITLES: readonly (readonly [first: number, last: number, titleOf: (code: number) => number])[] = [
  // The digraphs Ǆ to ǌ and Ǳ to ǳ, in groups of upper, title and lower case.
  [0x1c4, 0x1cc, (code) => code - ((code - 0x1c4) % 3) + 1],
  [0x1f1, 0x1f3, () => 0x1f2],
  // Georgian has no title case.
  [0x10d0, 0x10ff, (code) => code],
  // Greek letters with iota subscript, whose upper case has two letters.
  [0x1f80, 0x1faf, (code) => code | 8],
  [0x1fb3, 0x1fb3, () => 0x1fbc],
  [0x1fc3, 0x1fc3, () => 0x1fcc],
  [0x1ff3, 0x1ff3, () => 0x1ffc],
];

/** The title case of a single letter; letters whose upper case is longer, and that have no title case, stay. */
function inTitleCase(char: string): string {
  const code = Number(char.codePointAt(0));
  const run = TITLES.find(([first, last]) => first <= code && code <= last);
  if (run !== undefined) return String.fromCodePoint(run[2](code));
  const upper = char.toUpperCase();
  return [...upper].length === 1 ? upper : char;
}

function decodeUtf8(sent: string): string {
  const bytes = Buffer.from(sent, "latin1");
  if (isUtf8(bytes)) return bytes.toString("utf8");
  let text = "";
  for (let at = 0; at < sent.length; ) {
    const size = sizeOfChar(sent, at);
    text += size === 0 ? "\ufffd" : bytes.toString("utf8", at, at + size);
    at += Math.max(1, size);
  }
  return text;
}

/** Length in bytes of the UTF-8 character that begins there, 0 if none does (RFC 3629 §4). */
function sizeOfChar(sent: string, at: number): number {
  const first = sent.charCodeAt(at);
  if (first < 0x80) return 1;
  const second = sent.charCodeAt(at + 1);
  if (first < 0xc2 || first > 0xf4) return 0;
  if (first < 0xe0) return isTail(second) ? 2 : 0;
  if (first < 0xf0) {
    if (second < (first === 0xe0 ? 0xa0 : 0x80) || second > (first === 0xed ? 0x9f : 0xbf)) return 0;
    return isTail(second) && isTail(sent.charCodeAt(at + 2)) ? 3 : 0;
  }
  if (second < (first === 0xf0 ? 0x90 : 0x80) || second > (first === 0xf4 ? 0x8f : 0xbf)) return 0;
  return isTail(second) && isTail(sent.charCodeAt(at + 2)) && isTail(sent.charCodeAt(at + 3)) ? 4 : 0;
}

/** Whether it is a continuation byte; NaN, beyond the end, is not. */
function isTail(byte: number): boolean {
  return byte >= 0x80 && byte <= 0xbf;
}
