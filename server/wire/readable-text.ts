// Whether the Python client can decode bytes as text: UTF-8, and surrogates encoded as three bytes, as Python 2 does.

import { Buffer, isUtf8 } from "node:buffer";
import { byteAt } from "./byte-at.ts";

/** Up to this many bytes a loop is faster than a call into the runtime. */
const SHORT = 32;
/** A question mark, which replaces the bytes of surrogates while the rest is checked. */
const STAND_IN = 0x3f;

/** Whether bytes are ASCII, as most text is. */
export function isAsciiText(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < Math.min(end, start + SHORT); at++) if (byteAt(bytes, at) >= 0x80) return false;
  if (end - start <= SHORT) return true;
  let high = 0;
  for (let at = start + SHORT; at < end; at++) high |= byteAt(bytes, at);
  return high < 0x80;
}

export function isReadableText(bytes: Buffer, start: number, end: number): boolean {
  if (isAsciiText(bytes, start, end)) return true;
  const part = bytes.subarray(start, end);
  return isUtf8(part) || (part.includes(0xed) && isUtf8(withoutSurrogates(part)));
}

/** The same for a binary string, one char a byte. */
export function isReadable(binary: string): boolean {
  if (!/[\x80-\xff]/.test(binary)) return true;
  const bytes = Buffer.from(binary, "latin1");
  return isReadableText(bytes, 0, bytes.length);
}

function withoutSurrogates(part: Buffer): Buffer {
  const copy = Buffer.from(part);
  for (let at = copy.indexOf(0xed); at >= 0; at = copy.indexOf(0xed, at + 1)) {
    const [second = 0, third = 0] = [copy[at + 1], copy[at + 2]];
    if (second >= 0xa0 && second < 0xc0 && third >= 0x80 && third < 0xc0) copy.fill(STAND_IN, at, at + 3);
  }
  return copy;
}
