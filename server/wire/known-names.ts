// A cache of names that occur repeatedly, such as methods and options: a lookup is cheaper than creating the string
// again.

import type { Buffer } from "node:buffer";
import { byteAt } from "./byte-at.ts";

const SLOTS = 512;
/** Longer strings are not cached. */
const MAX_NAME = 32;

export class KnownNames {
  /** By a hash of their bytes; a collision replaces the older name. */
  readonly #names: string[] = new Array(SLOTS).fill("");

  /** A binary string, one char a byte. */
  read(bytes: Buffer, start: number, end: number): string {
    const size = end - start;
    if (size > MAX_NAME) return bytes.toString("latin1", start, end);
    let hash = size;
    for (let i = start; i < end; i++) hash = (Math.imul(hash, 31) + byteAt(bytes, i)) | 0;
    const slot = (hash ^ (hash >>> 9)) & (SLOTS - 1);
    const known = this.#names[slot];
    if (known?.length === size && isAt(bytes, start, known)) return known;
    const name = bytes.toString("latin1", start, end);
    this.#names[slot] = name;
    return name;
  }
}

function isAt(bytes: Buffer, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}
