// Reads a byte that must exist.
import type { Buffer } from "node:buffer";

/** @throws RangeError if there is none, which would be a bug: input from clients is checked before */
export function byteAt(bytes: Buffer, index: number): number {
  const byte = bytes[index];
  if (byte === undefined) throw new RangeError(`no byte ${index} in ${bytes.length}`);
  return byte;
}
