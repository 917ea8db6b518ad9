// Counts the items of containers of indefinite length ahead of rewriting them, so that their definite heads can be
// written at once instead of moving what follows for every level of nesting.
import type { Buffer } from "node:buffer";
import { tooManyItems, WireError } from "./wire-error.ts";

/**
 * Counts every indefinite array and map within the one that starts at `start`, itself included.
 * @returns items a container (a map counts keys and values), in the order in which the containers open
 * @throws WireError malformed-cbor, too-many-items
 */
export function countIndefinite(source: Buffer, start: number, end: number, maxItems: number): number[] {
  const counts: number[] = [];
  /** Open containers: what a definite one still expects, or -1 and the index of the count of an indefinite one. */
  const expected: number[] = [];
  const counted: number[] = [];
  let at = start;
  let seen = 0;

  const itemDone = () => {
    for (let top = expected.length - 1; top >= 0; top = expected.length - 1) {
      const left = expected[top] ?? 0;
      if (left < 0) {
        const index = counted[top] ?? 0;
        counts[index] = (counts[index] ?? 0) + 1;
        return;
      }
      if (left > 1) {
        expected[top] = left - 1;
        return;
      }
      expected.pop();
      counted.pop();
    }
  };
  const malformed = () => new WireError("malformed-cbor", `Cannot decode message: open container at byte ${at}`);

  do {
    if (at >= end) throw malformed();
    // Twice as many, since breaks are seen here too.
    if (++seen > 2 * maxItems) throw tooManyItems(maxItems);
    const initial = source[at++] ?? 0;
    const major = initial >> 5;
    const info = initial & 31;
    if (initial === 0xff) {
      if (expected.at(-1) !== -1) throw malformed();
      expected.pop();
      counted.pop();
      itemDone();
      continue;
    }
    if (info === 31) {
      if (major === 2 || major === 3) {
        at = skipChunks(source, at, end);
        itemDone();
      } else if (major === 4 || major === 5) {
        expected.push(-1);
        counted.push(counts.push(0) - 1);
      } else {
        throw malformed();
      }
      continue;
    }
    if (info > 27) throw malformed();
    const size = info < 24 ? 0 : 1 << (info - 24);
    if (end - at < size) throw malformed();
    const argument = size === 0 ? info : readArgument(source, at, size);
    at += size;
    if (major === 2 || major === 3) {
      if (argument > end - at) throw malformed();
      at += argument;
      itemDone();
    } else if (major >= 4 && major <= 6) {
      const items = major === 6 ? 1 : major === 5 ? argument * 2 : argument;
      if (items > end - at) throw malformed();
      if (items === 0) {
        itemDone();
      } else {
        expected.push(items);
        counted.push(-1);
      }
    } else {
      itemDone();
    }
  } while (expected.length > 0);
  return counts;
}

function readArgument(source: Buffer, at: number, size: number): number {
  return size === 8 ? Number(source.readBigUInt64BE(at)) : source.readUIntBE(at, size);
}

/** Skips the chunks of an indefinite string up to and with its break. What a chunk may be is judged on rewriting. */
function skipChunks(source: Buffer, from: number, end: number): number {
  let at = from;
  while (at < end && source[at] !== 0xff) {
    const info = (source[at++] ?? 0) & 31;
    const size = info < 24 ? 0 : info < 28 ? 1 << (info - 24) : Number.POSITIVE_INFINITY;
    if (size > end - at) break;
    at += size + (size === 0 ? info : readArgument(source, at, size));
  }
  if (at >= end) throw new WireError("malformed-cbor", "Cannot decode message: open string");
  return at + 1;
}
