// Rewrites one CBOR item into the form in which the server reads and keeps values: definite lengths, shortest heads,
// 8-byte floats, byte-string map keys as text, no repeated key, undefined as null. Everything else is kept as it came:
// tags with their content, bignums, simple values, strings byte by byte. Works without recursion, in linear time.
import type { Buffer } from "node:buffer";
import { ByteSink } from "./byte-sink.ts";
import { halfToNumber, singleToNumber } from "./float16.ts";
import { countIndefinite } from "./indefinite.ts";
import { RepeatedKeys } from "./repeated-keys.ts";
import { tooManyItems, WireError } from "./wire-error.ts";

/** Room for containers that is kept from one message to the next; emptying a list each time would cost more than filling it. */
const KEPT_DEPTH = 1024;
const BREAK = 0xff;
const NULL = 0xf6;
const BYTES = 2;
const TEXT = 3;
const ARRAY = 4;
const MAP = 5;
const TAG = 6;

export class Normaliser {
  readonly #sink = new ByteSink();
  readonly #repeated = new RepeatedKeys();

  // The open containers, innermost last: items still to come (a map counts keys and values), whether it is a map, and
  // whether a break must follow.
  readonly #remaining: number[] = [];
  readonly #isMap: boolean[] = [];
  readonly #isIndefinite: boolean[] = [];
  #depth = 0;

  // The item counts of indefinite containers, found ahead, in the order in which they open.
  #counts: number[] = [];
  #countsUsed = 0;

  readonly #maxItems: number;
  #items = 0;

  #source: Buffer = this.#sink.bytes;
  #at = 0;
  #end = 0;
  #hi = 0;
  #lo = 0;

  /** @param maxItems the most items of a message: what bounds the memory that nesting, maps and lists take */
  constructor(maxItems = Number.POSITIVE_INFINITY) {
    this.#maxItems = maxItems;
  }

  /**
   * Rewrites the item that starts at `start`; bytes behind it are left alone.
   * @returns the rewritten bytes, valid until the next call
   * @throws WireError malformed-cbor, too-many-items
   */
  normalise(source: Buffer, start: number, end: number): Buffer {
    this.#reset(source, start, end);
    do {
      this.#item();
    } while (this.#depth > 0);
    const length = this.#repeated.compact(this.#sink.bytes, this.#sink.length);
    return this.#sink.bytes.subarray(0, length);
  }

  #reset(source: Buffer, start: number, end: number): void {
    this.#sink.reset();
    this.#repeated.reset();
    this.#depth = 0;
    if (this.#remaining.length > KEPT_DEPTH) {
      this.#remaining.length = 0;
      this.#isMap.length = 0;
      this.#isIndefinite.length = 0;
    }
    if (this.#counts.length > 0) this.#counts = [];
    this.#countsUsed = 0;
    this.#items = 0;
    this.#source = source;
    this.#at = start;
    this.#end = end;
  }

  /** Reads the head at #at and either writes a whole leaf or opens a container. */
  #item(): void {
    if (++this.#items > this.#maxItems) throw tooManyItems(this.#maxItems);
    const initial = this.#byte();
    const major = initial >> 5;
    const info = initial & 31;
    const top = this.#depth - 1;
    const isKey = top >= 0 && this.#isMap[top] === true && (this.#remaining[top] ?? 0) % 2 === 0;
    if (isKey) this.#repeated.keyStarts(this.#sink.length);
    if (info === 31) {
      this.#indefinite(major, isKey);
      return;
    }
    if (major === 7) {
      this.#simple(info);
      this.#itemDone();
      return;
    }
    this.#argument(info);
    if (major === BYTES || major === TEXT) {
      const size = this.#length();
      this.#sink.head(isKey ? TEXT : major, size);
      this.#sink.copy(this.#source, this.#at, this.#at + size);
      this.#at += size;
      this.#itemDone();
    } else if (major === ARRAY || major === MAP) {
      this.#open(major, this.#length(), false);
    } else {
      this.#sink.head64(major, this.#hi, this.#lo);
      if (major === TAG) this.#push(1, false, false);
      else this.#itemDone();
    }
  }

  /** An item whose length is open, or a break. */
  #indefinite(major: number, isKey: boolean): void {
    if (major === BYTES || major === TEXT) {
      this.#joinChunks(isKey ? TEXT : major);
      this.#itemDone();
      return;
    }
    if (major !== ARRAY && major !== MAP) throw this.#malformed("a break or reserved head where an item must be");
    if (this.#countsUsed === this.#counts.length) {
      this.#counts = countIndefinite(this.#source, this.#at - 1, this.#end, this.#maxItems);
      this.#countsUsed = 0;
    }
    const items = this.#counts[this.#countsUsed++] ?? 0;
    if (major === MAP && items % 2 === 1) throw this.#malformed("a map with a key and no value");
    this.#open(major, major === MAP ? items / 2 : items, true);
  }

  #open(major: number, count: number, indefinite: boolean): void {
    const isMap = major === MAP;
    if (isMap) this.#repeated.mapOpens(this.#sink.length);
    this.#sink.head(major, count);
    this.#push(isMap ? count * 2 : count, isMap, indefinite);
    if (count === 0) this.#close();
  }

  #push(items: number, isMap: boolean, indefinite: boolean): void {
    this.#remaining[this.#depth] = items;
    this.#isMap[this.#depth] = isMap;
    this.#isIndefinite[this.#depth] = indefinite;
    this.#depth++;
  }

  /** Counts the finished item in its container, and closes what that completes. */
  #itemDone(): void {
    const top = this.#depth - 1;
    if (top < 0) return;
    const left = (this.#remaining[top] ?? 0) - 1;
    this.#remaining[top] = left;
    if (this.#isMap[top] === true && left % 2 === 1) this.#repeated.keyEnds(this.#sink.length);
    if (left === 0) this.#close();
  }

  /** Closes the innermost container and every one that it completes; a loop, since nesting has no limit. */
  #close(): void {
    for (;;) {
      const closed = --this.#depth;
      const wasMap = this.#isMap[closed];
      if (this.#isIndefinite[closed] === true && this.#byte() !== BREAK) throw this.#malformed("a missing break");
      if (wasMap === true) this.#repeated.mapCloses(this.#sink);
      const top = this.#depth - 1;
      if (top < 0) return;
      const left = (this.#remaining[top] ?? 0) - 1;
      this.#remaining[top] = left;
      if (this.#isMap[top] === true && left % 2 === 1) this.#repeated.keyEnds(this.#sink.length);
      if (left > 0) return;
    }
  }

  /** Floats and simple values: floats widened to eight bytes, undefined as null, the others kept (RFC 8949 §3.3). */
  #simple(info: number): void {
    const sink = this.#sink;
    if (info < 23) {
      sink.byte(0xe0 | info);
    } else if (info === 23) {
      sink.byte(NULL);
    } else if (info === 24) {
      const value = this.#byte();
      if (value < 32) throw this.#malformed("a simple value below 32 in two bytes");
      sink.head(7, value);
    } else {
      this.#argument(info);
      const bits = this.#lo;
      if (info === 25) this.#widened(halfToNumber(bits), ((bits & 0x8000) << 16) | ((bits & 0x3ff) << 10), 0);
      else if (info === 26)
        this.#widened(singleToNumber(bits), (bits & 0x80000000) | ((bits & 0x7fffff) >> 3), bits << 29);
      else sink.copy(this.#source, this.#at - 9, this.#at);
    }
  }

  /** A NaN is widened as processors do it: quiet, its sign and payload kept. A number in JavaScript may lose them. */
  #widened(value: number, nanHi: number, nanLo: number): void {
    if (Number.isNaN(value)) this.#sink.doubleBits(0x7ff80000 | nanHi, nanLo);
    else this.#sink.double(value);
  }

  /** Joins the chunks of an indefinite string. As in the Go daemon a chunk may be bytes or text, whichever came. */
  #joinChunks(major: number): void {
    const from = this.#at;
    const total = this.#eachChunk(null);
    this.#at = from;
    this.#sink.head(major, total);
    this.#eachChunk(this.#sink);
  }

  #eachChunk(sink: ByteSink | null): number {
    let total = 0;
    for (let initial = this.#byte(); initial !== BREAK; initial = this.#byte()) {
      const major = initial >> 5;
      if ((major !== BYTES && major !== TEXT) || (initial & 31) === 31) throw this.#malformed("no chunk of a string");
      this.#argument(initial & 31);
      const size = this.#length();
      sink?.copy(this.#source, this.#at, this.#at + size);
      this.#at += size;
      total += size;
    }
    return total;
  }

  #byte(): number {
    const value = this.#source[this.#at];
    if (value === undefined || this.#at >= this.#end) throw this.#malformed("end of bytes");
    this.#at++;
    return value;
  }

  /** Reads a head's argument to #hi and #lo. */
  #argument(info: number): void {
    this.#hi = 0;
    if (info < 24) {
      this.#lo = info;
      return;
    }
    if (info > 27) throw this.#malformed("a reserved head");
    const size = 1 << (info - 24);
    if (this.#end - this.#at < size) throw this.#malformed("end of bytes");
    if (size === 8) {
      this.#hi = this.#source.readUInt32BE(this.#at);
      this.#lo = this.#source.readUInt32BE(this.#at + 4);
    } else {
      this.#lo = this.#source.readUIntBE(this.#at, size);
    }
    this.#at += size;
  }

  /** The argument as a length or count, which the bytes that are there must be able to hold. */
  #length(): number {
    if (this.#hi !== 0 || this.#lo > this.#end - this.#at) throw this.#malformed("end of bytes");
    return this.#lo;
  }

  #malformed(what: string): WireError {
    return new WireError("malformed-cbor", `Cannot decode message: ${what} at byte ${this.#at}`);
  }
}
