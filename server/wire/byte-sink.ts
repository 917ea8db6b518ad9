// A growing buffer that CBOR heads and raw bytes are appended to. Always writes the shortest head and 8-byte floats,
// like the Go daemon.

import { Buffer } from "node:buffer";
import { byteAt } from "./byte-at.ts";

export const MIN_CAPACITY = 4096;
/** A sink that grew larger than this releases its memory when it is emptied. */
export const KEPT_CAPACITY = 1 << 16;
/** From this size on, the buffer is handed over and a new one allocated, which is cheaper than a copy. */
const HANDED_OVER = 1 << 15;
/** Up to this many bytes a loop is faster than a call into the runtime. */
const LOOPED = 128;
const TWO_32 = 2 ** 32;

export class ByteSink {
  bytes: Buffer = Buffer.allocUnsafe(MIN_CAPACITY);
  length = 0;

  reset(): void {
    this.length = 0;
    if (this.bytes.length > KEPT_CAPACITY) this.bytes = Buffer.allocUnsafe(MIN_CAPACITY);
  }

  /** Returns what was written and empties the sink. Small contents are copied, large ones handed over. */
  take(): Buffer {
    const { bytes, length } = this;
    if (length < HANDED_OVER) {
      const copied = Buffer.allocUnsafe(length);
      if (length <= LOOPED) for (let i = 0; i < length; i++) copied[i] = byteAt(bytes, i);
      else bytes.copy(copied, 0, 0, length);
      this.reset();
      return copied;
    }
    this.length = 0;
    this.bytes = Buffer.allocUnsafe(MIN_CAPACITY);
    return bytes.subarray(0, length);
  }

  /** Ensures room for `more` bytes. */
  reserve(more: number): void {
    const needed = this.length + more;
    if (needed > this.bytes.length) this.moveTo(Buffer.allocUnsafe(Math.max(needed, this.bytes.length * 2)));
  }

  /** Continues in another buffer. */
  protected moveTo(other: Buffer): void {
    this.bytes.copy(other, 0, 0, this.length);
    this.bytes = other;
  }

  byte(value: number): void {
    if (this.length === this.bytes.length) this.reserve(1);
    this.bytes[this.length++] = value;
  }

  /**
   * Appends a head in its shortest form.
   * @param major the major type, 0 to 7
   * @param argument an integer from 0 to 2^53
   */
  head(major: number, argument: number): void {
    if (argument < TWO_32) this.head64(major, 0, argument);
    else this.head64(major, Math.floor(argument / TWO_32), argument % TWO_32);
  }

  /** Appends the shortest head for the argument hi * 2^32 + lo. */
  head64(major: number, hi: number, lo: number): void {
    this.reserve(9);
    const { bytes } = this;
    const type = major << 5;
    let n = this.length;
    if (hi !== 0) {
      bytes[n++] = type | 27;
      bytes.writeUInt32BE(hi, n);
      bytes.writeUInt32BE(lo, n + 4);
      n += 8;
    } else if (lo < 24) {
      bytes[n++] = type | lo;
    } else if (lo < 0x100) {
      bytes[n++] = type | 24;
      bytes[n++] = lo;
    } else if (lo < 0x10000) {
      bytes[n++] = type | 25;
      bytes[n++] = lo >> 8;
      bytes[n++] = lo & 0xff;
    } else {
      bytes[n++] = type | 26;
      bytes.writeUInt32BE(lo, n);
      n += 4;
    }
    this.length = n;
  }

  /** Appends a double: `fb` and eight bytes. */
  double(value: number): void {
    this.reserve(9);
    this.bytes[this.length++] = 0xfb;
    this.bytes.writeDoubleBE(value, this.length);
    this.length += 8;
  }

  /** Appends a double given as two 32-bit halves. */
  doubleBits(hi: number, lo: number): void {
    this.reserve(9);
    this.bytes[this.length++] = 0xfb;
    this.bytes.writeInt32BE(hi | 0, this.length);
    this.bytes.writeInt32BE(lo | 0, this.length + 4);
    this.length += 8;
  }

  /** Appends bytes of another buffer unchanged. */
  copy(source: Buffer, start: number, end: number): void {
    const size = end - start;
    this.reserve(size);
    if (size < 24) {
      const { bytes } = this;
      let n = this.length;
      for (let i = start; i < end; i++) bytes[n++] = byteAt(source, i);
    } else {
      source.copy(this.bytes, this.length, start, end);
    }
    this.length += size;
  }

  /** Moves written bytes to another offset, where there must be room. */
  move(from: number, to: number, size: number): void {
    const { bytes } = this;
    if (to > from || size > LOOPED) bytes.copyWithin(to, from, from + size);
    else for (let i = 0; i < size; i++) bytes[to + i] = byteAt(bytes, from + i);
  }

  /** Appends a binary string, one char a byte. */
  binary(value: string): void {
    const size = value.length;
    this.reserve(size);
    if (size < 24) {
      const { bytes } = this;
      let n = this.length;
      for (let i = 0; i < size; i++) bytes[n++] = value.charCodeAt(i);
    } else {
      this.bytes.write(value, this.length, size, "latin1");
    }
    this.length += size;
  }
}
