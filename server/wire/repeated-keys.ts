// Finds keys that a map repeats while it is being rewritten, and takes the earlier entries out: the last one wins.
// Entries are only marked on the way and taken out in one go, and keys are compared only with keys of the same length,
// so that no nesting of maps and keys makes the work more than n log n.
import { Buffer } from "node:buffer";
import type { ByteSink } from "./byte-sink.ts";

/** Up to so many entries every pair of keys is compared; beyond, keys are looked up. */
const PAIRWISE = 8;
/** Room for entries and maps that is kept from one message to the next. */
const KEPT = 1024;
/** What most maps have of repeated keys. */
const NONE: readonly number[] = [];

export class RepeatedKeys {
  /** For each entry of the open maps: where its key starts and ends in the sink. */
  readonly #keyStart: number[] = [];
  readonly #keyEnd: number[] = [];
  /** For each open map: its first entry above, and where its head is. */
  readonly #firstEntry: number[] = [];
  readonly #mapHead: number[] = [];
  #entries = 0;
  #maps = 0;
  /** Pairs of start and end of what is to be taken out. */
  readonly #dead: number[] = [];

  reset(): void {
    this.#entries = 0;
    this.#maps = 0;
    if (this.#keyStart.length > KEPT) {
      this.#keyStart.length = 0;
      this.#keyEnd.length = 0;
    }
    if (this.#mapHead.length > KEPT) {
      this.#firstEntry.length = 0;
      this.#mapHead.length = 0;
    }
    if (this.#dead.length > 0) this.#dead.length = 0;
  }

  mapOpens(at: number): void {
    this.#firstEntry[this.#maps] = this.#entries;
    this.#mapHead[this.#maps] = at;
    this.#maps++;
  }

  keyStarts(at: number): void {
    this.#keyStart[this.#entries] = at;
    this.#keyEnd[this.#entries] = at;
    this.#entries++;
  }

  /** The key of the innermost map that started last has ended. */
  keyEnds(at: number): void {
    this.#keyEnd[this.#entries - 1] = at;
  }

  mapCloses(sink: ByteSink): void {
    const map = --this.#maps;
    const first = this.#firstEntry[map] ?? 0;
    const head = this.#mapHead[map] ?? 0;
    const count = this.#entries - first;
    if (count > 1) {
      const gone = count <= PAIRWISE ? this.#pairwise(sink.bytes, first) : this.#lookedUp(sink.bytes, first);
      if (gone.length > 0) this.#mark(sink, head, first, count, gone);
    }
    this.#entries = first;
  }

  /** Takes out what was marked; returns the new length. */
  compact(bytes: Buffer, length: number): number {
    if (this.#dead.length === 0) return length;
    const spans: [number, number][] = [];
    for (let i = 0; i < this.#dead.length; i += 2) spans.push([this.#dead[i] ?? 0, this.#dead[i + 1] ?? 0]);
    spans.sort((a, b) => a[0] - b[0]);
    let written = spans[0]?.[0] ?? 0;
    let read = written;
    for (const [start, end] of spans) {
      if (start > read) written += bytes.copy(bytes, written, read, start);
      read = Math.max(read, end);
    }
    return written + bytes.copy(bytes, written, read, length);
  }

  /** Entries, as indices, whose key comes again later in the map. */
  #pairwise(bytes: Buffer, first: number): readonly number[] {
    let gone: number[] | null = null;
    const length = this.#entries;
    for (let i = first; i < length; i++) {
      for (let j = i + 1; j < length; j++) {
        if (this.#sameKey(bytes, i, j)) {
          gone ??= [];
          gone.push(i);
          break;
        }
      }
    }
    return gone ?? NONE;
  }

  #lookedUp(bytes: Buffer, first: number): readonly number[] {
    const withLength = new Map<number, number[]>();
    for (let i = this.#entries - 1; i >= first; i--) {
      const size = (this.#keyEnd[i] ?? 0) - (this.#keyStart[i] ?? 0);
      const entries = withLength.get(size);
      if (entries === undefined) withLength.set(size, [i]);
      else entries.push(i);
    }
    const gone: number[] = [];
    for (const entries of withLength.values()) {
      if (entries.length === 1) continue;
      const later = new Set<string>();
      for (const i of entries) {
        const key = bytes.toString("latin1", this.#keyStart[i], this.#keyEnd[i]);
        if (later.has(key)) gone.push(i);
        later.add(key);
      }
    }
    return gone;
  }

  #sameKey(bytes: Buffer, i: number, j: number): boolean {
    const a = this.#keyStart[i] ?? 0;
    const b = this.#keyStart[j] ?? 0;
    const size = (this.#keyEnd[i] ?? 0) - a;
    if (size !== (this.#keyEnd[j] ?? 0) - b) return false;
    if (size < 24) {
      for (let n = 0; n < size; n++) if (bytes[a + n] !== bytes[b + n]) return false;
      return true;
    }
    return Buffer.compare(bytes.subarray(a, a + size), bytes.subarray(b, b + size)) === 0;
  }

  /** Marks the entries, and rewrites the map's head for the count that is left. */
  #mark(sink: ByteSink, head: number, first: number, count: number, gone: readonly number[]): void {
    for (const i of gone) {
      const next = i + 1 < this.#entries ? this.#keyStart[i + 1] : undefined;
      this.#dead.push(this.#keyStart[i] ?? 0, next ?? sink.length);
    }
    const oldWidth = (this.#keyStart[first] ?? 0) - head;
    const after = sink.length;
    sink.head(5, count - gone.length);
    const newWidth = sink.length - after;
    const start = head + oldWidth - newWidth;
    sink.bytes.copy(sink.bytes, start, after, after + newWidth);
    sink.length = after;
    if (start > head) this.#dead.push(head, start);
  }
}
