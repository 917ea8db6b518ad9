// Reading a byte that is there.
import type { Buffer } from "node:buffer";

/** @throws RangeError where there is none: a mistake in the reader, since what clients send has been checked before */
export function byteAt(bytes: Buffer, index: number): number {
  const byte = bytes[index];
  if (byte === undefined) throw new RangeError(`no byte ${index} in ${bytes.length}`);
  return byte;
}
