// Reads CBOR heads one after the other from unchecked bytes (RFC 8949 §3), for all readers of such bytes. The content
// of strings and the meaning of heads are left to the caller.
import { Buffer } from "node:buffer";
import { WireError } from "./wire-error.ts";

/** Additional information of a head of indefinite length, or of a break. */
export const INDEFINITE = 31;
export const BREAK = 0xff;

const NOTHING = Buffer.alloc(0);

export class ItemHeads {
  source: Buffer = NOTHING;
  /** Offset of the next head, or of the content that the last one announced; and the end of the bytes. */
  at = 0;
  end = 0;
  /** The initial byte of the last head, and its argument as two 32-bit halves. */
  initial = 0;
  hi = 0;
  lo = 0;

  begin(source: Buffer, start: number, end: number): void {
    this.source = source;
    this.at = start;
    this.end = end;
  }

  /** Releases the bytes. */
  release(): void {
    this.source = NOTHING;
    this.end = 0;
  }

  /** Reads a head. The argument of an indefinite length is 0. @throws WireError malformed-cbor */
  read(): void {
    const initial = this.byte();
    const info = initial & 31;
    this.initial = initial;
    this.hi = 0;
    if (info < 24) {
      this.lo = info;
    } else if (info < 28) {
      this.#argument(1 << (info - 24));
    } else if (info === INDEFINITE) {
      this.lo = 0;
    } else {
      throw this.malformed("a reserved head");
    }
  }

  /** The argument as a length or a count. @throws WireError if the remaining bytes are fewer */
  size(): number {
    if (this.hi !== 0 || this.lo > this.end - this.at) throw this.malformed("end of bytes");
    return this.lo;
  }

  byte(): number {
    const value = this.source[this.at];
    if (value === undefined || this.at >= this.end) throw this.malformed("end of bytes");
    this.at++;
    return value;
  }

  malformed(what: string): WireError {
    return new WireError("malformed-cbor", `Cannot decode message: ${what} at byte ${this.at}`);
  }

  #argument(size: number): void {
    const { source, at } = this;
    if (this.end - at < size) throw this.malformed("end of bytes");
    if (size === 1) {
      this.lo = source.readUInt8(at);
    } else if (size === 2) {
      this.lo = source.readUInt16BE(at);
    } else {
      if (size === 8) this.hi = source.readUInt32BE(at);
      this.lo = source.readUInt32BE(at + size - 4);
    }
    this.at = at + size;
  }
}
