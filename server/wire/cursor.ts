// Reads normalised CBOR (see normaliser.ts), which has definite lengths and shortest heads and is well-formed.
// Therefore it does not repeat the normaliser's checks.

import { Buffer } from "node:buffer";
import { byteAt } from "./byte-at.ts";
import type { KnownNames } from "./known-names.ts";
import { MAJOR } from "./major.ts";
import type { MessageIndex } from "./message-index.ts";

export { MAJOR };

const NULL = 0xf6;
const DOUBLE = 0xfb;
const TWO_32 = 2 ** 32;

/** Parts of a large message that were read in advance, by their offset. */
export type ReadAhead = {
  /** Lists of strings. */
  readonly strings: ReadonlyMap<number, ListAhead<string>>;
  /** The different numbers in lists of states. */
  readonly states: ReadonlyMap<number, ListAhead<number>>;
  /** Maps to be stored. */
  readonly maps: ReadonlyMap<number, MapAhead>;
};

/** The items of a list, and the complaints about those of another type. */
export type ListAhead<T> = { readonly values: T[]; readonly problems: readonly string[] };

/** A map to be stored: the complaint about a value that the client cannot decode, and about its keys, or the map. */
export type MapAhead = {
  readonly unreadable: { readonly message: string; readonly ofWhole: boolean } | null;
  readonly problems: readonly string[];
  readonly stored: string | undefined;
};

export class Cursor {
  readonly bytes: Buffer;
  /** Offset of the next item. */
  at: number;
  /** For a large message: where its parts end. */
  readonly index: MessageIndex | null;
  /** What was read in advance. */
  readonly ahead: ReadAhead | null;
  /** Whether the message may contain values that the client cannot decode. */
  isSuspect = false;
  /** Whether all keys of all maps in it are known to be text or byte strings. */
  isStringKeyed = false;
  /** Cache of names that occur repeatedly. */
  names: KnownNames | null = null;
  /** The major type and argument read by the last readHead(). The argument is exact up to 2^53. */
  major = 0;
  argument = 0;

  constructor(bytes: Buffer, at = 0, index: MessageIndex | null = null, ahead: ReadAhead | null = null) {
    this.bytes = bytes;
    this.at = at;
    this.index = index;
    this.ahead = ahead;
  }

  /** Takes over the metadata of the message that both cursors belong to. */
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

  /** The initial byte of the next item. */
  get initial(): number {
    return this.bytes[this.at] ?? NULL;
  }

  /** The major type of the next item. */
  peekMajor(): number {
    return this.initial >> 5;
  }

  /** Whether the next item is a text or byte string. */
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

  /** Reads a head, but not the item's content. */
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

  /** Reads the head of an array or map, or both heads of a tuple (tag 128 around an array); returns the count. */
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

  /** The same for a name, which likely occurs again: a short string is taken from the cache. */
  readName(): string {
    this.readHead();
    const { bytes, at: start, argument: size } = this;
    const end = start + size;
    this.at = end;
    return this.names?.read(bytes, start, end) ?? bytes.toString("latin1", start, end);
  }

  /** Reads an integer exactly. */
  readBigInt(): bigint {
    const argument = this.#readArgument();
    return this.major === MAJOR.negative ? -1n - argument : argument;
  }

  /** Reads the number of a tag exactly. */
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

  /** Whether the next item is a tuple: tag 128 around an array, as the Python client sends it. */
  get isTuple(): boolean {
    return (
      this.initial === 0xd8 && this.bytes[this.at + 1] === 128 && byteAt(this.bytes, this.at + 2) >> 5 === MAJOR.array
    );
  }

  /** Whether the next item is a UUID: tag 37 around 16 bytes. */
  get isUuid(): boolean {
    return this.initial === 0xd8 && this.bytes[this.at + 1] === 37 && this.bytes[this.at + 2] === 0x50;
  }

  /** Whether the next item is a large map whose own keys are known to be text. */
  get isKnownTextKeyed(): boolean {
    return this.index?.textKeyed.has(this.at) === true;
  }

  /** Skips one complete item of any depth. */
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

  /** Skips one complete item and returns its bytes as a stored value: a binary string, one char a byte. */
  readStored(): string {
    const start = this.at;
    this.skip();
    return this.bytes.toString("latin1", start, this.at);
  }
}
