// A ByteSink for content that may become very long: after a megabyte it continues in another segment, so that nothing
// written is ever moved. Copying a reply of a hundred megabytes to a larger buffer would block other clients.

import { Buffer } from "node:buffer";
import { ByteSink, KEPT_CAPACITY, MIN_CAPACITY } from "./byte-sink.ts";
import { WireError } from "./wire-error.ts";

/** Largest segment in bytes, except for content written in one call. */
const MAX_SEGMENT = 1 << 20;

/** A complete segment: the first `length` of its bytes. */
type Segment = { bytes: Buffer; length: number };

/** `bytes` and `length` refer to the current segment; `total` counts all. */
export class SegmentSink extends ByteSink {
  readonly #maxBytes: number;
  readonly #onGrowth: (more: number) => void;
  readonly #full: Segment[] = [];
  /** Bytes in the complete segments. */
  #before = 0;
  /** Bytes of memory reported to onGrowth so far. */
  #told = 0;

  /**
   * @param maxBytes the largest content
   * @param onGrowth called with the bytes of memory about to be allocated beyond the initial buffer, or released; may
   * throw
   */
  constructor(maxBytes = Number.POSITIVE_INFINITY, onGrowth: (more: number) => void = () => {}) {
    super();
    this.#maxBytes = maxBytes;
    this.#onGrowth = onGrowth;
  }

  /** Bytes before the current segment. */
  get before(): number {
    return this.#before;
  }

  get total(): number {
    return this.#before + this.length;
  }

  override reset(): void {
    super.reset();
    if (this.#full.length > 0) this.#full.length = 0;
    this.#before = 0;
    this.#tell(this.bytes.length);
  }

  /** Returns what was written as one buffer and empties the sink. */
  override take(): Buffer {
    if (this.#before === 0 && this.#told === 0) return super.take();
    const parts = this.takeParts();
    const [only] = parts;
    return only !== undefined && parts.length === 1 ? only : Buffer.concat(parts);
  }

  /** The same as one buffer for each segment, without copying. */
  takeParts(): Buffer[] {
    const parts = this.#full.map(({ bytes, length }) => bytes.subarray(0, length));
    parts.push(super.take());
    this.reset();
    return parts;
  }

  /** A copy of the bytes between two offsets. */
  part(start: number, end: number): Buffer {
    const part = Buffer.alloc(end - start);
    let from = 0;
    for (const { bytes, length } of [...this.#full, this]) {
      if (start < from + length && end > from) {
        bytes.copy(part, Math.max(0, from - start), Math.max(0, start - from), Math.min(length, end - from));
      }
      from += length;
    }
    return part;
  }

  /** Removes everything after an offset, and releases memory if that was most of the content. */
  rewind(to: number): void {
    while (to < this.#before) {
      const last = this.#full.pop();
      if (last === undefined) break;
      this.bytes = last.bytes;
      this.#before -= last.length;
    }
    this.length = to - this.#before;
    const capacity = this.#before + this.bytes.length;
    if (capacity > KEPT_CAPACITY && to <= capacity / 4) {
      this.moveTo(Buffer.allocUnsafe(Math.max(MIN_CAPACITY, this.length * 2)));
    }
    // Never more than before, whatever a longer head has added: what goes back must not be refused.
    this.#tell(Math.min(this.#told, this.#before + this.bytes.length));
  }

  /** Replaces `width` bytes inside one complete segment by other bytes. */
  replace(at: number, width: number, by: Buffer): void {
    let end = 0;
    const index = this.#full.findIndex(({ length }) => {
      end += length;
      return end > at;
    });
    const segment = this.#full[index];
    if (segment === undefined) throw new RangeError(`nothing was written at ${at}`);
    const start = segment.length - (end - at);
    const behind = { bytes: segment.bytes.subarray(start + width), length: end - at - width };
    segment.length = start;
    this.#full.splice(index + 1, 0, { bytes: by, length: by.length }, behind);
    this.#before += by.length - width;
  }

  /** @throws WireError reply-too-large, and what onGrowth throws */
  override reserve(more: number): void {
    const needed = this.length + more;
    if (needed <= this.bytes.length) return;
    if (this.#before + needed > this.#maxBytes) {
      throw new WireError("reply-too-large", `Cannot write reply: it exceeds maxReplyBytes ${this.#maxBytes}`);
    }
    if (this.#before === 0 && needed <= KEPT_CAPACITY) {
      this.moveTo(Buffer.allocUnsafe(Math.min(this.#maxBytes, KEPT_CAPACITY, Math.max(needed, this.bytes.length * 2))));
    } else {
      this.#goOn(more);
    }
  }

  #goOn(more: number): void {
    const { total } = this;
    const capacity = Math.min(this.#maxBytes - total, Math.max(more, KEPT_CAPACITY, Math.min(total, MAX_SEGMENT)));
    const before = this.#told;
    this.#tell(total + capacity);
    const next = this.#allocate(capacity, before);
    if (this.length > 0) this.#full.push({ bytes: this.bytes, length: this.length });
    this.#before = total;
    this.bytes = next;
    this.length = 0;
  }

  #allocate(capacity: number, before: number): Buffer {
    try {
      return Buffer.allocUnsafe(capacity);
    } catch (error) {
      // The allocation failed: the machine has less memory than the daemon's limit.
      this.#tell(before);
      throw error;
    }
  }

  /** @param bytes of memory in use, or about to be allocated */
  #tell(bytes: number): void {
    const beyond = bytes > KEPT_CAPACITY ? bytes : 0;
    if (beyond === this.#told) return;
    this.#onGrowth(beyond - this.#told);
    this.#told = beyond;
  }
}
