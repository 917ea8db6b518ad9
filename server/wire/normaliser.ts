// Rewrites one CBOR item to the form in which the server reads and stores values: definite lengths, shortest heads,
// 8-byte floats, byte-string map keys as text if the client can decode them as such, no repeated keys, undefined as
// null. Everything else is unchanged: tags with their content, bignums, simple values, the bytes of strings. Not
// recursive, in linear time, and in pieces.

import type { Buffer } from "node:buffer";
import { byteAt } from "./byte-at.ts";
import { ByteSink } from "./byte-sink.ts";
import { halfToNumber, singleToNumber } from "./float16.ts";
import { IndefiniteSizes } from "./indefinite.ts";
import { BREAK, INDEFINITE, ItemHeads } from "./item-heads.ts";
import { MAJOR, TAG } from "./major.ts";
import { KIND, OpenContainers } from "./open-containers.ts";
import { isAsciiText, isReadableText } from "./readable-text.ts";
import { type Pieces, RepeatedKeys } from "./repeated-keys.ts";
import { tooManyItems } from "./wire-error.ts";

const NULL = 0xf6;
const FALSE = 20;
/** The only tags that the client can decode: integers beyond 64 bits, UUIDs, tuples. */
const READABLE_TAGS: readonly number[] = [TAG.bignum, TAG.negativeBignum, TAG.uuid, TAG.tuple];
/** The head of a byte string of 16 bytes. */
const UUID_HEAD = 0x50;
/** Heads read in one piece. */
const PIECE_HEADS = 4096;
/** Most containers that the end of one item may close in one piece. */
const PIECE_ENDS = 65_536;

export class Normaliser {
  readonly #maxItems: number;
  readonly #heads = new ItemHeads();
  readonly #open = new OpenContainers();
  readonly #sink = new ByteSink();
  readonly #repeated = new RepeatedKeys();
  readonly #sizes: IndefiniteSizes;
  #items = 0;
  /** The last message was aborted, and state of it may be left. */
  #isBrokenOff = false;
  /** The innermost container is complete, and is a map too large to be closed without yielding. */
  #isClosing = false;
  /** The innermost container is closed, and the closing of those around it continues in the next piece. */
  #isEnding = false;
  /** The current item has an indefinite length and was not scanned yet. */
  #isUnseen = false;
  /** Offset of the current key of indefinite length, if its first chunk is a byte string; else -1. */
  #chunkedKeyAt = -1;
  /** The tag whose content is the current item; 0 for none. */
  #tag = 0;
  #isSuspect = false;
  #isStringKeyed = true;

  /** @param maxItems the most items of a message, which bounds the memory for nesting, maps and lists */
  constructor(maxItems = Number.POSITIVE_INFINITY) {
    this.#maxItems = maxItems;
    this.#sizes = new IndefiniteSizes(maxItems);
  }

  /** Whether the last message may contain values that the client cannot decode; if not, nothing need look for them. */
  get isSuspect(): boolean {
    return this.#isSuspect;
  }

  /** Whether all keys of all maps in the last message are text or byte strings; if not, single maps may still be so. */
  get isStringKeyed(): boolean {
    return this.#isStringKeyed;
  }

  /** Bytes of memory that it takes. */
  get capacity(): number {
    return this.#sink.bytes.length + this.#open.capacity + this.#repeated.capacity + this.#sizes.capacity;
  }

  /**
   * Rewrites the item that starts at `start`; bytes after it are ignored.
   * @returns the rewritten bytes, valid until the next call
   * @throws WireError malformed-cbor, too-many-items
   */
  normalise(source: Buffer, start: number, end: number): Buffer {
    this.#begin(source, start, end);
    do {
      this.#item();
      if (this.#isClosing || this.#isEnding || this.#isUnseen) finish(this.#extra());
    } while (this.#open.depth > 0);
    if (this.#repeated.hasRepeated) return finish(this.#compacted());
    this.#isBrokenOff = false;
    return this.#sink.bytes.subarray(0, this.#sink.length);
  }

  /** The same in pieces. */
  *pieces(source: Buffer, start: number, end: number): Pieces<Buffer> {
    this.#begin(source, start, end);
    this.#sink.reserve(end - start);
    do {
      for (let left = PIECE_HEADS; left > 0; left--) {
        this.#item();
        if (this.#isClosing || this.#isEnding || this.#isUnseen) yield* this.#extra();
        if (this.#open.depth === 0) break;
      }
      yield;
    } while (this.#open.depth > 0);
    return yield* this.#compacted();
  }

  /** Releases the memory that a large message needed. Invalidates the result of normalise(). */
  release(): void {
    this.#heads.release();
    this.#open.release();
    this.#sink.reset();
    this.#repeated.release();
    this.#sizes.release();
    this.#isClosing = false;
    this.#isEnding = false;
    this.#isUnseen = false;
  }

  #begin(source: Buffer, start: number, end: number): void {
    if (this.#isBrokenOff) this.release();
    this.#isBrokenOff = true;
    this.#sink.length = 0;
    this.#items = 0;
    this.#chunkedKeyAt = -1;
    this.#tag = 0;
    this.#isSuspect = false;
    this.#isStringKeyed = true;
    this.#heads.begin(source, start, end);
  }

  *#compacted(): Pieces<Buffer> {
    const { bytes, length } = this.#sink;
    const kept = this.#repeated.hasRepeated ? yield* this.#repeated.compact(bytes, length) : length;
    this.#repeated.release();
    this.#isBrokenOff = false;
    return bytes.subarray(0, kept);
  }

  /** What must be done before the next item: a scan, closing a large map, or closing many containers. */
  *#extra(): Pieces {
    while (this.#isUnseen || this.#isClosing || this.#isEnding) {
      if (this.#isEnding) {
        yield;
        this.#isEnding = false;
        this.#closed();
      } else if (this.#isUnseen) {
        const { source, at, end } = this.#heads;
        this.#sizes.begin(source, at - 1, end);
        while (!this.#sizes.look(PIECE_HEADS)) yield;
        this.#isUnseen = false;
        this.#indefinite();
      } else {
        yield* this.#repeated.largeMapCloses(this.#sink, this.#open.keys);
        this.#isClosing = false;
        this.#closed();
      }
    }
  }

  /** Reads a head, and either writes a complete leaf or opens a container. */
  #item(): void {
    const heads = this.#heads;
    const open = this.#open;
    heads.read();
    if (open.kind === KIND.chunks && open.depth > 0) {
      this.#chunk();
      return;
    }
    if (++this.#items > this.#maxItems) throw tooManyItems(this.#maxItems);
    const major = heads.initial >> 5;
    const isKey = this.#isAtKey();
    if (isKey) {
      this.#repeated.keyStarts(this.#sink.length);
      if (major !== MAJOR.text && major !== MAJOR.bytes) this.#isStringKeyed = false;
    }
    if (this.#tag !== 0) this.#content(major);
    if ((heads.initial & 31) === INDEFINITE) {
      this.#indefinite();
    } else if (major === MAJOR.bytes || major === MAJOR.text) {
      const size = heads.size();
      const end = heads.at + size;
      const isText = major === MAJOR.text || (isKey && isReadableText(heads.source, heads.at, end));
      if (major === MAJOR.text && !isAsciiText(heads.source, heads.at, end)) this.#isSuspect = true;
      this.#sink.head(isText ? MAJOR.text : major, size);
      this.#sink.copy(heads.source, heads.at, end);
      heads.at = end;
      this.#itemDone();
    } else if (major === MAJOR.array || major === MAJOR.map) {
      this.#container(major, heads.size(), false);
    } else if (major === MAJOR.simple) {
      this.#simple(heads.initial & 31);
      this.#itemDone();
    } else {
      this.#sink.head64(major, heads.hi, heads.lo);
      if (major !== MAJOR.tag) {
        this.#itemDone();
        return;
      }
      open.push(KIND.array, 1, 0);
      if (heads.hi === 0 && READABLE_TAGS.includes(heads.lo)) this.#tag = heads.lo;
      else this.#isSuspect = true;
    }
  }

  /** Handles an item that is the content of a tag. */
  #content(major: number): void {
    const isAsItMustBe = this.#tag === TAG.tuple ? major === MAJOR.array : major === MAJOR.bytes;
    if (!isAsItMustBe || (this.#tag === TAG.uuid && this.#heads.initial !== UUID_HEAD)) this.#isSuspect = true;
    this.#tag = 0;
  }

  /** Whether the next item is the key of a map. */
  #isAtKey(): boolean {
    const { kind, left, depth } = this.#open;
    return (kind === KIND.map || kind === KIND.openMap) && depth > 0 && left % 2 === 0;
  }

  /** Writes the head of an item of indefinite length with the length found by the scan. */
  #indefinite(): void {
    const heads = this.#heads;
    const major = heads.initial >> 5;
    if (major < MAJOR.bytes || major > MAJOR.map) throw heads.malformed("a break where an item must be");
    if (this.#sizes.isUsedUp) {
      this.#isUnseen = true;
      return;
    }
    const size = this.#sizes.take();
    if (major === MAJOR.map) {
      if (size % 2 === 1) throw heads.malformed("a map with a key and no value");
      this.#container(major, size / 2, true);
    } else if (major === MAJOR.array) {
      this.#container(major, size, true);
    } else {
      if (major === MAJOR.text) this.#isSuspect = true;
      const isBytesKey = this.#isAtKey() && major === MAJOR.bytes;
      if (isBytesKey) this.#chunkedKeyAt = this.#sink.length;
      this.#sink.head(isBytesKey ? MAJOR.text : major, size);
      this.#open.push(KIND.chunks, 0, size);
    }
  }

  /** A chunk of a string. Like the Go daemon it accepts byte and text chunks in the same string. */
  #chunk(): void {
    const heads = this.#heads;
    if (heads.initial === BREAK) {
      if (this.#chunkedKeyAt >= 0) this.#endChunkedKey(this.#open.keys);
      this.#open.pop();
      this.#itemDone();
      return;
    }
    const size = heads.size();
    this.#sink.copy(heads.source, heads.at, heads.at + size);
    heads.at += size;
  }

  /** Turns a key of byte chunks into text if the client can decode it as such, like any other key. */
  #endChunkedKey(size: number): void {
    const { bytes, length } = this.#sink;
    const at = this.#chunkedKeyAt;
    this.#chunkedKeyAt = -1;
    if (!isReadableText(bytes, length - size, length)) bytes[at] = (MAJOR.bytes << 5) | (byteAt(bytes, at) & 31);
  }

  #container(major: number, count: number, isIndefinite: boolean): void {
    // A list or map cannot be the key of a Python dictionary.
    if (this.#isAtKey()) this.#isSuspect = true;
    this.#sink.head(major, count);
    if (major === MAJOR.map) {
      this.#open.push(isIndefinite ? KIND.openMap : KIND.map, count * 2, this.#repeated.entries);
    } else {
      this.#open.push(isIndefinite ? KIND.openArray : KIND.array, count, 0);
    }
    if (count === 0) this.#close();
  }

  /** Counts a complete item in its container, and closes the containers that it completes. */
  #itemDone(): void {
    const open = this.#open;
    if (open.depth === 0) return;
    const left = --open.left;
    if (left % 2 === 1 && (open.kind === KIND.map || open.kind === KIND.openMap)) {
      this.#repeated.keyEnds(this.#sink.length);
    }
    if (left === 0) this.#close();
  }

  /** Closes the innermost container, which is complete. */
  #close(): void {
    const { kind, keys } = this.#open;
    if (kind === KIND.openArray || kind === KIND.openMap) this.#break();
    if (kind === KIND.map || kind === KIND.openMap) {
      if (!this.#repeated.isSmall(keys)) {
        this.#isClosing = true;
        return;
      }
      this.#repeated.mapCloses(this.#sink, keys);
    }
    this.#closed();
  }

  /** Counts a closed container in the one around it, which may close any number of others. */
  #closed(): void {
    const open = this.#open;
    for (let closed = 1; ; closed++) {
      open.pop();
      if (open.depth === 0) return;
      const left = --open.left;
      const isMap = open.kind === KIND.map || open.kind === KIND.openMap;
      if (isMap && left % 2 === 1) this.#repeated.keyEnds(this.#sink.length);
      if (left > 0) return;
      if (open.kind === KIND.openArray || open.kind === KIND.openMap) this.#break();
      if (isMap && !this.#repeated.isSmall(open.keys)) {
        this.#isClosing = true;
        return;
      }
      if (isMap) this.#repeated.mapCloses(this.#sink, open.keys);
      if (closed === PIECE_ENDS) {
        this.#isEnding = true;
        return;
      }
    }
  }

  #break(): void {
    if (this.#heads.byte() !== BREAK) throw this.#heads.malformed("a missing break");
  }

  /** Floats and simple values: floats widened to eight bytes, undefined as null, the others kept (RFC 8949 §3.3). */
  #simple(info: number): void {
    const sink = this.#sink;
    const { lo, hi } = this.#heads;
    if (info < FALSE || info === 24) this.#isSuspect = true;
    if (info < 23) {
      sink.byte(0xe0 | info);
    } else if (info === 23) {
      sink.byte(NULL);
    } else if (info === 24) {
      if (lo < 32) throw this.#heads.malformed("a simple value below 32 in two bytes");
      sink.head(7, lo);
    } else if (info === 25) {
      this.#widened(halfToNumber(lo), ((lo & 0x8000) << 16) | ((lo & 0x3ff) << 10), 0);
    } else if (info === 26) {
      this.#widened(singleToNumber(lo), (lo & 0x80000000) | ((lo & 0x7fffff) >> 3), lo << 29);
    } else {
      sink.doubleBits(hi, lo);
    }
  }

  /** Widens a NaN like processors do: quiet, with sign and payload kept, which JavaScript numbers might lose. */
  #widened(value: number, nanHi: number, nanLo: number): void {
    if (Number.isNaN(value)) this.#sink.doubleBits(0x7ff80000 | nanHi, nanLo);
    else this.#sink.double(value);
  }
}

/** Executes all pieces at once. */
function finish<T>(pieces: Pieces<T>): T {
  for (;;) {
    const { done, value } = pieces.next();
    if (done === true) return value;
  }
}
