// Method names as the Go daemon takes them: snake_case, CamelCase and what lies between lead to one exported name.
import { Buffer, isUtf8 } from "node:buffer";

/**
 * The exported name: pieces between underscores with their first letter, and any letter after a non-letter, in upper
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
    out += afterSeparator ? upper(char) : char;
    afterSeparator = isSeparator(char);
  }
  return out;
}

/** One letter for one letter: what would grow in upper case stays. */
function upper(char: string): string {
  const upper = char.toUpperCase();
  return [...upper].length === 1 ? upper : char;
}

/** ASCII but letters and digits; beyond ASCII only white space. */
function isSeparator(char: string): boolean {
  return char < "\x80" ? !/[a-z0-9]/i.test(char) : /\s/.test(char);
}

function decodeUtf8(sent: string): string {
  const bytes = Buffer.from(sent, "latin1");
  if (isUtf8(bytes)) return bytes.toString("utf8");
  let text = "";
  for (let at = 0; at < bytes.length; ) {
    const char = bytes.subarray(at, at + sizeOfChar(bytes[at] ?? 0));
    const isChar = isUtf8(char);
    text += isChar ? char.toString("utf8") : "\ufffd";
    at += isChar ? char.length : 1;
  }
  return text;
}

function sizeOfChar(first: number): number {
  return first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}
