// Finds repeated keys of a map while it is rewritten, and removes the earlier entries: the last one wins. Entries are
// marked first and removed in a single pass, and long keys are compared only with keys of the same length, so that the
// cost is at most O(n log n) for any nesting. Large maps are handled in pieces.

import type { Buffer } from "node:buffer";
import { byteAt } from "./byte-at.ts";
import type { ByteSink } from "./byte-sink.ts";
import { IntList, intAt } from "./int-list.ts";
import { sortSpans } from "./span-sort.ts";

/** Up to this many entries all pairs of keys are compared; for more a hash table is used. */
const PAIRWISE = 8;
/** A longer key is hashed only if another key has the same length. */
const LONG_KEY = 64;
/** Bytes processed in one piece; an entry counts as several. */
const PIECE_BYTES = 65_536;
const ENTRY_COST = 32;

export type Pieces<T = void> = Generator<undefined, T, undefined>;

export class RepeatedKeys {
  /** For each entry of the open maps the start and end of its key in the sink. */
  readonly #starts = new IntList();
  readonly #ends = new IntList();
  /** Start and end of the byte ranges to be removed. */
  readonly #deadStarts = new IntList();
  readonly #deadEnds = new IntList();
  /** Bytes of the hash table for the current map. */
  #table = 0;
  /** Random seed, so that clients cannot choose keys that collide. */
  readonly #seed = Math.floor(Math.random() * 2 ** 31);

  /** Bytes of memory that it takes. */
  get capacity(): number {
    const lists = [this.#starts, this.#ends, this.#deadStarts, this.#deadEnds];
    return this.#table + lists.reduce((sum, { capacity }) => sum + capacity, 0);
  }

  /** The number of entries in open maps, which is where those of the next map begin. */
  get entries(): number {
    return this.#starts.length;
  }

  keyStarts(at: number): void {
    this.#starts.push(at);
    this.#ends.push(at);
  }

  /** The last key started in the innermost map has ended. */
  keyEnds(at: number): void {
    this.#ends.set(this.#ends.length - 1, at);
  }

  /** Whether the map whose entries begin at `first` is small enough for mapCloses(). */
  isSmall(first: number): boolean {
    return this.entries - first <= PAIRWISE;
  }

  mapCloses(sink: ByteSink, first: number): void {
    const count = this.entries - first;
    if (count > 1) {
      const gone = this.#pairwise(sink.bytes, first);
      if (gone !== null) this.#mark(sink, first, count, gone);
    }
    this.#drop(first);
  }

  /** The same for a map of any size. */
  *largeMapCloses(sink: ByteSink, first: number): Pieces {
    const count = this.entries - first;
    const gone = yield* this.#lookedUp(sink.bytes, first);
    if (gone.length > 0) this.#mark(sink, first, count, gone);
    this.#drop(first);
  }

  get hasRepeated(): boolean {
    return this.#deadStarts.length > 0;
  }

  /** Removes the marked ranges; returns the new length. */
  *compact(bytes: Buffer, length: number): Pieces<number> {
    const starts = this.#deadStarts;
    const order = yield* sortSpans(starts);
    let written = starts.at(order.at(0));
    let read = written;
    let moved = 0;
    for (let i = 0; i < order.length; i++) {
      const dead = order.at(i);
      const start = starts.at(dead);
      if (start > read) {
        written += bytes.copy(bytes, written, read, start);
        moved += start - read;
      }
      read = Math.max(read, this.#deadEnds.at(dead));
      moved += ENTRY_COST;
      if (moved > PIECE_BYTES) {
        moved = 0;
        yield;
      }
    }
    return written + bytes.copy(bytes, written, read, length);
  }

  /** Empties it and releases the memory that a large message needed. */
  release(): void {
    this.#starts.release();
    this.#ends.release();
    this.#deadStarts.release();
    this.#deadEnds.release();
    this.#table = 0;
  }

  #drop(first: number): void {
    this.#starts.length = first;
    this.#ends.length = first;
  }

  /** Finds the entries whose key is repeated later in the map, by comparing all pairs. */
  #pairwise(bytes: Buffer, first: number): IntList | null {
    let gone: IntList | null = null;
    const { length } = this.#starts;
    for (let i = first; i < length; i++) {
      for (let j = i + 1; j < length; j++) {
        if (this.#sameKey(bytes, i, j)) {
          gone ??= new IntList();
          gone.push(i);
          break;
        }
      }
    }
    return gone;
  }

  /**
   * The same with a hash table, from the last entry to the first; each slot holds 0, or the index of an entry plus 1.
   */
  *#lookedUp(bytes: Buffer, first: number): Pieces<IntList> {
    const gone = new IntList();
    const shared = yield* this.#sharedLengths(first);
    const table = new Int32Array(2 ** Math.ceil(Math.log2((this.entries - first) * 2)));
    this.#table = table.byteLength;
    const mask = table.length - 1;
    let work = 0;
    for (let i = this.entries - 1; i >= first; i--) {
      work += ENTRY_COST;
      const size = this.#ends.at(i) - this.#starts.at(i);
      if (size <= LONG_KEY || shared.has(size)) {
        work += size;
        let place = this.#hash(bytes, this.#starts.at(i), size) & mask;
        let other = intAt(table, place);
        while (other !== 0 && !this.#sameKey(bytes, i, other - 1)) {
          place = (place + 1) & mask;
          other = intAt(table, place);
        }
        if (other === 0) table[place] = i + 1;
        else gone.push(i);
      }
      if (work > PIECE_BYTES) {
        work = 0;
        yield;
      }
    }
    this.#table = 0;
    return gone;
  }

  /** The lengths that more than one long key has. */
  *#sharedLengths(first: number): Pieces<ReadonlySet<number>> {
    const seen = new Set<number>();
    const shared = new Set<number>();
    for (let i = first; i < this.entries; i++) {
      const size = this.#ends.at(i) - this.#starts.at(i);
      if (size > LONG_KEY && seen.has(size)) shared.add(size);
      if (size > LONG_KEY) seen.add(size);
      if (i % 4096 === 4095) yield;
    }
    return shared;
  }

  /** A hash of the bytes: MurmurHash3, one byte at a time. */
  #hash(bytes: Buffer, start: number, size: number): number {
    let hash = this.#seed ^ size;
    for (let i = start, end = start + size; i < end; i++) {
      hash = Math.imul(hash ^ byteAt(bytes, i), 0x5bd1e995);
      hash ^= hash >>> 15;
    }
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return hash ^ (hash >>> 16);
  }

  #sameKey(bytes: Buffer, i: number, j: number): boolean {
    const a = this.#starts.at(i);
    const b = this.#starts.at(j);
    const size = this.#ends.at(i) - a;
    if (size !== this.#ends.at(j) - b) return false;
    if (size < 24) {
      for (let n = 0; n < size; n++) if (bytes[a + n] !== bytes[b + n]) return false;
      return true;
    }
    return bytes.compare(bytes, b, b + size, a, a + size) === 0;
  }

  /** Marks the entries for removal, and rewrites the map's head for the remaining count. */
  #mark(sink: ByteSink, first: number, count: number, gone: IntList): void {
    for (let n = 0; n < gone.length; n++) {
      const i = gone.at(n);
      this.#dead(this.#starts.at(i), i + 1 < this.entries ? this.#starts.at(i + 1) : sink.length);
    }
    const bodyStart = this.#starts.at(first);
    const head = bodyStart - headWidth(count);
    const after = sink.length;
    sink.head(5, count - gone.length);
    const newWidth = sink.length - after;
    const start = bodyStart - newWidth;
    sink.bytes.copy(sink.bytes, start, after, after + newWidth);
    sink.length = after;
    if (start > head) this.#dead(head, start);
  }

  #dead(start: number, end: number): void {
    this.#deadStarts.push(start);
    this.#deadEnds.push(end);
  }
}

/** Width of a map's shortest head in bytes. */
function headWidth(count: number): number {
  return count < 24 ? 1 : count < 0x100 ? 2 : count < 0x10000 ? 3 : 5;
}
