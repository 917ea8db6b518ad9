// Reads normalised CBOR (see normaliser.ts): definite lengths, shortest heads, well-formed. It therefore checks nothing
// that the normaliser has checked already.

import { Buffer } from "node:buffer";
import { byteAt } from "./byte-at.ts";
import type { KnownNames } from "./known-names.ts";
import { MAJOR } from "./major.ts";
import type { MessageIndex } from "./message-index.ts";

export { MAJOR };

const NULL = 0xf6;
const DOUBLE = 0xfb;
const TWO_32 = 2 ** 32;

export class Cursor {
  readonly bytes: Buffer;
  /** Where the next item starts. */
  at: number;
  /** Of a large message: where its parts end. */
  readonly index: MessageIndex | null;
  /** Lists of strings that have been read already, by where they start. */
  readonly lists: ReadonlyMap<number, string[]> | null;
  /** Whether there may be values in it that the client cannot read. */
  isSuspect = false;
  /** Whether all keys of all maps in it are known to be text or bytes. */
  isStringKeyed = false;
  /** Where names are looked up that may have come before. */
  names: KnownNames | null = null;
  /** The major type and argument of the head that readHead() read last. The argument is exact up to 2^53. */
  major = 0;
  argument = 0;

  constructor(
    bytes: Buffer,
    at = 0,
    index: MessageIndex | null = null,
    lists: ReadonlyMap<number, string[]> | null = null,
  ) {
    this.bytes = bytes;
    this.at = at;
    this.index = index;
    this.lists = lists;
  }

  /** Takes over what is known of the message that both are parts of. */
  inMessageOf(other: Cursor): this {
    this.isSuspect = other.isSuspect;
    this.isStringKeyed = other.isStringKeyed;
    this.names = other.names;
    return this;
  }

  /** A cursor over a stored value. */
  static over(stored: string): Cursor {
    return new Cursor(Buffer.from(stored, "latin1"));
  }

  /** The first byte of the next item. */
  get initial(): number {
    return this.bytes[this.at] ?? NULL;
  }

  /** The major type of the next item. */
  peekMajor(): number {
    return this.initial >> 5;
  }

  /** Whether a text or byte string is next. */
  get isString(): boolean {
    const major = this.initial >> 5;
    return major === MAJOR.text || major === MAJOR.bytes;
  }

  get isNull(): boolean {
    return this.initial === NULL;
  }

  get isDouble(): boolean {
    return this.initial === DOUBLE;
  }

  /** Reads a head, not what is in it. */
  readHead(): void {
    const { bytes } = this;
    const initial = bytes[this.at++] ?? NULL;
    const info = initial & 31;
    this.major = initial >> 5;
    if (info < 24) {
      this.argument = info;
    } else if (info === 24) {
      this.argument = byteAt(bytes, this.at++);
    } else if (info === 25) {
      this.argument = bytes.readUInt16BE(this.at);
      this.at += 2;
    } else if (info === 26) {
      this.argument = bytes.readUInt32BE(this.at);
      this.at += 4;
    } else {
      this.argument = bytes.readUInt32BE(this.at) * TWO_32 + bytes.readUInt32BE(this.at + 4);
      this.at += 8;
    }
  }

  /** Reads the head of an array or map, or of a tuple's array (tag 128 before it); returns the count. */
  enter(): number {
    this.readHead();
    if (this.major === MAJOR.tag) this.readHead();
    return this.argument;
  }

  /** Reads a byte or text string as a binary string: one char a byte. */
  readBinary(): string {
    this.readHead();
    const start = this.at;
    this.at += this.argument;
    return this.bytes.toString("latin1", start, this.at);
  }

  /** The same for what is likely to come again, as names do: a short string is made once. */
  readName(): string {
    this.readHead();
    const { bytes, at: start, argument: size } = this;
    const end = start + size;
    this.at = end;
    return this.names?.read(bytes, start, end) ?? bytes.toString("latin1", start, end);
  }

  /** The integer at the cursor, exactly. */
  readBigInt(): bigint {
    const argument = this.#readArgument();
    return this.major === MAJOR.negative ? -1n - argument : argument;
  }

  /** The number of the tag at the cursor, exactly. */
  readTag(): bigint {
    return this.#readArgument();
  }

  #readArgument(): bigint {
    const start = this.at;
    this.readHead();
    const size = this.at - start - 1;
    return size === 8 ? this.bytes.readBigUInt64BE(start + 1) : BigInt(this.argument);
  }

  readDouble(): number {
    const value = this.bytes.readDoubleBE(this.at + 1);
    this.at += 9;
    return value;
  }

  /** Whether a tuple is next: tag 128 around an array, as the Python client sends it. */
  get isTuple(): boolean {
    return (
      this.initial === 0xd8 && this.bytes[this.at + 1] === 128 && byteAt(this.bytes, this.at + 2) >> 5 === MAJOR.array
    );
  }

  /** Whether a UUID is next: tag 37 around 16 bytes. */
  get isUuid(): boolean {
    return this.initial === 0xd8 && this.bytes[this.at + 1] === 37 && this.bytes[this.at + 2] === 0x50;
  }

  /** Whether a large map is next whose own keys are known to be text. */
  get isKnownTextKeyed(): boolean {
    return this.index?.textKeyed.has(this.at) === true;
  }

  /** Skips one whole item, however deeply nested. */
  skip(): void {
    const end = this.index === null ? undefined : this.index.ends.get(this.at);
    if (end !== undefined) {
      this.at = end;
      return;
    }
    for (let items = 1; items > 0; items--) {
      this.readHead();
      const { major } = this;
      if (major === MAJOR.bytes || major === MAJOR.text) this.at += this.argument;
      else if (major === MAJOR.array) items += this.argument;
      else if (major === MAJOR.map) items += this.argument * 2;
      else if (major === MAJOR.tag) items += 1;
    }
  }

  /** Skips one whole item and returns its bytes as a stored value: a binary string, one char a byte. */
  readStored(): string {
    const start = this.at;
    this.skip();
    return this.bytes.toString("latin1", start, this.at);
  }
}
