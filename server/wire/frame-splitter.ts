// Splits a byte stream into frames: tag 24 around a byte string (RFC 8949 §3.4.5.1), with heads of any width and also
// of indefinite length. Synchronous and pure; does not interpret the byte string's content.

import { Buffer } from "node:buffer";
import { byteAt } from "./byte-at.ts";
import { ByteSink } from "./byte-sink.ts";
import { WireError } from "./wire-error.ts";

/** The content of a frame's byte string, valid until the next push(); or `null` for a bare CBOR null or undefined. */
export type Frame = Buffer | null;

const TAG_EMBEDDED_CBOR = 24;
const BREAK = 0xff;
const MIN_CAPACITY = 4096;
/** A buffer larger than this is released when less than 1/SMALL_PART of it is in use. */
const KEPT_CAPACITY = 65_536;
const SMALL_PART = 16;
/**
 * A frame's buffer is allocated when 1/FAIR_PART of it has arrived, so that announcing a large frame takes little
 * memory.
 */
const FAIR_PART = 8;
/** The most bytes that a read from a socket gives. */
export const A_CHUNK = 65_536;
const NOTHING = Buffer.alloc(0);

/** Argument of heads with additional information 31: an indefinite length, or a break. */
const INDEFINITE = -1;

export class FrameSplitter {
  readonly #maxFrameBytes: number;
  #bytes: Buffer = NOTHING;
  /** Where the unread bytes begin and end in #bytes. */
  #start = 0;
  #end = 0;
  /** Whether #bytes is our own buffer; if not, it is a chunk of the caller's and must not be written to. */
  #owned = false;
  /** The number of unread bytes below which next() cannot succeed. */
  #needed = 1;
  /** The argument of the last head; and the offset of its bytes if it has eight of them, else -1. */
  #argument = 0;
  #argumentAt = -1;
  /** The content so far of an incomplete byte string of indefinite length; null if there is none. */
  #joined: ByteSink | null = null;

  /**
   * @param maxFrameBytes the largest accepted message in bytes; checked against the head, before anything is buffered
   */
  constructor(maxFrameBytes: number) {
    this.#maxFrameBytes = maxFrameBytes;
  }

  /** The number of unread bytes, of incomplete and complete frames. */
  get buffered(): number {
    return this.#end - this.#start + (this.#joined?.length ?? 0);
  }

  /** The memory in use for them, in bytes. */
  get capacity(): number {
    return (this.#owned ? this.#bytes.length : 0) + (this.#joined?.bytes.length ?? 0);
  }

  /** Whether part of a frame has arrived. */
  get isInFrame(): boolean {
    return this.#start !== this.#end || this.#joined !== null;
  }

  /**
   * Takes the next bytes of the stream. They must stay unchanged until next() has returned undefined, or until keep().
   */
  push(chunk: Buffer): void {
    if (this.#start === this.#end) {
      this.#bytes = chunk;
      this.#start = 0;
      this.#end = chunk.length;
      this.#owned = false;
      return;
    }
    this.#makeRoom(chunk.length);
    chunk.copy(this.#bytes, this.#end);
    this.#end += chunk.length;
  }

  /**
   * The next complete frame, or undefined if there is none yet.
   * @throws WireError not-a-frame, frame-too-large, malformed-cbor; the splitter must not be used afterwards
   */
  next(): Frame | undefined {
    if (!this.#has(this.#needed)) return this.#keepRest();
    if (this.#joined !== null) return this.#chunks(this.#joined);
    const initial = byteAt(this.#bytes, this.#start);
    if (initial === 0xf6 || initial === 0xf7) {
      this.#consume(1);
      return null;
    }
    const tagWidth = this.#head(0);
    if (tagWidth === 0) return this.#keepRest();
    const tag = this.#argument;
    if (majorOf(initial) !== 6 || tag !== TAG_EMBEDDED_CBOR) {
      throw new WireError("not-a-frame", `Cannot read frame: expected tag 24, got head byte ${hex(initial)}`);
    }
    const stringWidth = this.#head(tagWidth);
    if (stringWidth === 0) return this.#keepRest();
    const stringByte = byteAt(this.#bytes, this.#start + tagWidth);
    if (majorOf(stringByte) !== 2) {
      throw new WireError("not-a-frame", `Cannot read frame: expected a byte string in tag 24, got ${hex(stringByte)}`);
    }
    const size = this.#argument;
    if (size === INDEFINITE) {
      this.#consume(tagWidth + 1);
      this.#joined = new ByteSink();
      return this.#chunks(this.#joined);
    }
    this.#checkSize(0);
    const from = tagWidth + stringWidth;
    if (!this.#has(from + size)) return this.#keepRest();
    const frame = this.#bytes.subarray(this.#start + from, this.#start + from + size);
    this.#consume(from + size);
    return frame;
  }

  /**
   * A byte string of indefinite length: joins the chunks as they arrive, so that many tiny or empty chunks take no more
   * memory than their content. Like the Go daemon it also accepts text chunks.
   */
  #chunks(joined: ByteSink): Buffer | undefined {
    for (;;) {
      const width = this.#head(0);
      if (width === 0) return this.#keepRest();
      const initial = byteAt(this.#bytes, this.#start);
      if (initial === BREAK) break;
      const major = majorOf(initial);
      if ((major !== 2 && major !== 3) || this.#argument === INDEFINITE) {
        throw new WireError("malformed-cbor", `Cannot read frame: ${hex(initial)} is no chunk of a byte string`);
      }
      this.#checkSize(joined.length);
      const size = width + this.#argument;
      if (!this.#has(size)) return this.#keepRest();
      joined.copy(this.#bytes, this.#start + width, this.#start + size);
      this.#consume(size);
    }
    this.#consume(1);
    this.#joined = null;
    return joined.take();
  }

  /** Reads the head at an offset from the unread bytes into #argument; returns its width, or 0 if it is incomplete. */
  #head(offset: number): number {
    if (!this.#has(offset + 1)) return 0;
    const at = this.#start + offset;
    const info = byteAt(this.#bytes, at) & 31;
    if (info < 24 || info === 31) {
      this.#argumentAt = -1;
      this.#argument = info === 31 ? INDEFINITE : info;
      return 1;
    }
    if (info > 27)
      throw new WireError("malformed-cbor", `Cannot read frame: reserved head ${hex(byteAt(this.#bytes, at))}`);
    const size = 1 << (info - 24);
    if (!this.#has(offset + 1 + size)) return 0;
    const bytes = this.#bytes;
    this.#argumentAt = size === 8 ? at + 1 : -1;
    this.#argument = size === 8 ? Number(bytes.readBigUInt64BE(at + 1)) : bytes.readUIntBE(at + 1, size);
    return 1 + size;
  }

  /** Whether this many unread bytes are there; if not, remembers that next() needs them. */
  #has(count: number): boolean {
    this.#needed = count;
    return this.#end - this.#start >= count;
  }

  /** @param before bytes that the frame has already, in addition to #argument */
  #checkSize(before: number): void {
    if (before + this.#argument <= this.#maxFrameBytes) return;
    const exact = this.#argumentAt < 0 ? BigInt(this.#argument) : this.#bytes.readBigUInt64BE(this.#argumentAt);
    throw new WireError(
      "frame-too-large",
      `Cannot read frame: declared length ${BigInt(before) + exact} exceeds maxFrameBytes ${this.#maxFrameBytes}`,
    );
  }

  #consume(count: number): void {
    this.#start += count;
    this.#needed = 1;
  }

  /** Copies the unread bytes, so that the caller may reuse its chunk. */
  keep(): void {
    if (!this.#owned && this.#start !== this.#end) this.#copyTo(this.#end - this.#start);
  }

  /** The same, and releases memory that larger frames needed. */
  #keepRest(): undefined {
    const unread = this.#end - this.#start;
    if (unread === 0) this.#empty();
    else if (!this.#owned || (this.#bytes.length > KEPT_CAPACITY && unread < this.#bytes.length / SMALL_PART))
      this.#copyTo(unread);
    return undefined;
  }

  /** Releases everything; no further frame is wanted. */
  release(): void {
    this.#empty();
    this.#joined = null;
  }

  #empty(): void {
    this.#bytes = NOTHING;
    this.#start = 0;
    this.#end = 0;
    this.#owned = false;
  }

  /** Ensures room for `more` bytes after the unread ones, in our own buffer, which grows with the bytes received. */
  #makeRoom(more: number): void {
    if (this.#owned && this.#end + more <= this.#bytes.length) return;
    const unread = this.#end - this.#start;
    const capacity = Math.max(MIN_CAPACITY, unread + more);
    const roomy = this.#owned && capacity <= this.#bytes.length && this.#start >= unread;
    this.#moveTo(roomy ? this.#bytes : Buffer.allocUnsafe(this.#roomFor(capacity)));
  }

  /**
   * The size to allocate: all of a frame once 1/FAIR_PART of it has arrived, so that only little is ever copied, with
   * room for what may come in one chunk with its end.
   */
  #roomFor(capacity: number): number {
    return capacity >= this.#needed / FAIR_PART ? Math.max(capacity, this.#needed + A_CHUNK) : capacity * 2;
  }

  /** Moves the unread bytes to a new buffer of at least this size. */
  #copyTo(capacity: number): void {
    this.#moveTo(Buffer.allocUnsafe(Math.max(MIN_CAPACITY, capacity)));
  }

  #moveTo(target: Buffer): void {
    const unread = this.#end - this.#start;
    this.#bytes.copy(target, 0, this.#start, this.#end);
    this.#bytes = target;
    this.#start = 0;
    this.#end = unread;
    this.#owned = true;
  }
}

function majorOf(initial: number): number {
  return initial >> 5;
}

function hex(byte: number): string {
  return `0x${byte.toString(16).padStart(2, "0")}`;
}
