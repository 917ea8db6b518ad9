// Rewrites one CBOR item into the form in which the server reads and keeps values: definite lengths, shortest heads,
// 8-byte floats, byte-string map keys as text where they can be read as such, no repeated key, undefined as null. Everything else is kept as it came:
// tags with their content, bignums, simple values, strings byte by byte. Works without recursion, in linear time, and in pieces.

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
/** The only tags that the client can read: integers beyond 64 bits, UUIDs, tuples. */
const READABLE_TAGS: readonly number[] = [TAG.bignum, TAG.negativeBignum, TAG.uuid, TAG.tuple];
/** The head of a byte string of 16 bytes. */
const UUID_HEAD = 0x50;
/** Heads that are read in one piece. */
const PIECE_HEADS = 4096;
/** Containers that one end may close in one piece. */
const PIECE_ENDS = 65_536;

export class Normaliser {
  readonly #maxItems: number;
  readonly #heads = new ItemHeads();
  readonly #open = new OpenContainers();
  readonly #sink = new ByteSink();
  readonly #repeated = new RepeatedKeys();
  readonly #sizes: IndefiniteSizes;
  #items = 0;
  /** The last message did not come to its end, and something of it may be left. */
  #isBrokenOff = false;
  /** The innermost container is complete, and a map too large to be closed in passing. */
  #isClosing = false;
  /** The innermost container is closed, and so many others end with it that this goes on in a while. */
  #isEnding = false;
  /** The item at hand is of indefinite length, and nobody has looked into it yet. */
  #isUnseen = false;
  /** Where the key begins that comes in chunks, the first of them in a byte string; -1 where none does. */
  #chunkedKeyAt = -1;
  /** The tag whose content is the item at hand; 0 for none. */
  #tag = 0;
  #isSuspect = false;
  #isStringKeyed = true;

  /** @param maxItems the most items of a message: what bounds the memory that nesting, maps and lists take */
  constructor(maxItems = Number.POSITIVE_INFINITY) {
    this.#maxItems = maxItems;
    this.#sizes = new IndefiniteSizes(maxItems);
  }

  /** Whether the last message may hold values that the client cannot read; where not, nobody need look for them. */
  get isSuspect(): boolean {
    return this.#isSuspect;
  }

  /** Whether all keys of all maps in the last message are text or bytes; where not, those of a map may be all the same. */
  get isStringKeyed(): boolean {
    return this.#isStringKeyed;
  }

  /** Bytes of memory that it takes. */
  get capacity(): number {
    return this.#sink.bytes.length + this.#open.capacity + this.#repeated.capacity + this.#sizes.capacity;
  }

  /**
   * Rewrites the item that starts at `start`; bytes behind it are left alone.
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

  /** Gives back what a large message needed. What normalise() returned is of no use any more. */
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

  /** What the item at hand needs before the next one: a look ahead, a large map or many containers to be closed. */
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

  /** Reads a head and either writes a whole leaf or opens a container. */
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

  /** The item at hand is what a tag is around. */
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

  /** The item at hand has a length that is open: it is written with the one that was found ahead. */
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

  /** A chunk of a string. As in the Go daemon it may be bytes or text, whichever came. */
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

  /** A key in chunks of bytes is text where it can be read as such, like any other. */
  #endChunkedKey(size: number): void {
    const { bytes, length } = this.#sink;
    const at = this.#chunkedKeyAt;
    this.#chunkedKeyAt = -1;
    if (!isReadableText(bytes, length - size, length)) bytes[at] = (MAJOR.bytes << 5) | (byteAt(bytes, at) & 31);
  }

  #container(major: number, count: number, isIndefinite: boolean): void {
    // No list and no map can be a key of a Python dictionary.
    if (this.#isAtKey()) this.#isSuspect = true;
    this.#sink.head(major, count);
    if (major === MAJOR.map) {
      this.#open.push(isIndefinite ? KIND.openMap : KIND.map, count * 2, this.#repeated.entries);
    } else {
      this.#open.push(isIndefinite ? KIND.openArray : KIND.array, count, 0);
    }
    if (count === 0) this.#close();
  }

  /** Counts the finished item in its container, and closes what that completes. */
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

  /** Goes on around the container that was closed: its end may complete others, without any limit to how many. */
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

  /** A NaN is widened as processors do it: quiet, its sign and payload kept. A number in JavaScript may lose them. */
  #widened(value: number, nanHi: number, nanLo: number): void {
    if (Number.isNaN(value)) this.#sink.doubleBits(0x7ff80000 | nanHi, nanLo);
    else this.#sink.double(value);
  }
}

/** All pieces in one go. */
function finish<T>(pieces: Pieces<T>): T {
  for (;;) {
    const { done, value } = pieces.next();
    if (done === true) return value;
  }
}
