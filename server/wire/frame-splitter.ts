// Cuts a byte stream into frames: tag 24 around a byte string (RFC 8949 §3.4.5.1), in every head width and also of
// indefinite length. Synchronous and pure; knows nothing of what the byte string holds.

import { Buffer } from "node:buffer";
import { byteAt } from "./byte-at.ts";
import { ByteSink } from "./byte-sink.ts";
import { WireError } from "./wire-error.ts";

/** One frame: the bytes of the message inside, valid until the next push(); or `null`, a bare CBOR null or undefined. */
export type Frame = Buffer | null;

const TAG_EMBEDDED_CBOR = 24;
const BREAK = 0xff;
const MIN_CAPACITY = 4096;
/** A buffer larger than this is given back when what is left in it is less than one of this many parts of it. */
const KEPT_CAPACITY = 65_536;
const SMALL_PART = 16;
/** One of this many parts of a frame must have come before there is room for all of it: a client that announces much takes little. */
const FAIR_PART = 8;
const NOTHING = Buffer.alloc(0);

/** The argument of a head with additional information 31: an indefinite length, or a break. */
const INDEFINITE = -1;

export class FrameSplitter {
  readonly #maxFrameBytes: number;
  #bytes: Buffer = NOTHING;
  /** Where the unread bytes begin and end in #bytes. */
  #start = 0;
  #end = 0;
  /** Whether #bytes is ours to write in, rather than a chunk of the caller's. */
  #owned = false;
  /** How many unread bytes there must be before another look is worth it. */
  #needed = 1;
  /** The argument of the head that #head() read last, and where its bytes are where there are eight of them, else -1. */
  #argument = 0;
  #argumentAt = -1;
  /** What the chunks of an unfinished indefinite byte string held so far; null outside of one. */
  #joined: ByteSink | null = null;

  /** @param maxFrameBytes the largest message accepted, in bytes; judged from the head, before anything is stored */
  constructor(maxFrameBytes: number) {
    this.#maxFrameBytes = maxFrameBytes;
  }

  /** How many bytes of an unfinished or unread frame are held. */
  get buffered(): number {
    return this.#end - this.#start + (this.#joined?.length ?? 0);
  }

  /** How many bytes of memory that takes. */
  get capacity(): number {
    return (this.#owned ? this.#bytes.length : 0) + (this.#joined?.bytes.length ?? 0);
  }

  /** Whether a frame has begun and not come to its end. */
  get isInFrame(): boolean {
    return this.#start !== this.#end || this.#joined !== null;
  }

  /** Takes the next bytes of the stream. They must stay unchanged until next() has returned undefined, or keep(). */
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
   * The next whole frame, or undefined where the stream has not brought one yet.
   * @throws WireError not-a-frame, frame-too-large, malformed-cbor; the splitter is of no use afterwards
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
   * A byte string of indefinite length: chunks up to a break, joined as they come, so that chunks of little or nothing
   * cost no more than what they hold. A chunk may be text too, as the Go daemon has it.
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

  /** Reads the head at an offset into the unread bytes to #argument; its width, or 0 where it is not all there yet. */
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

  /** Whether so many unread bytes are there; where not, notes that fewer are not worth a look. */
  #has(count: number): boolean {
    this.#needed = count;
    return this.#end - this.#start >= count;
  }

  /** @param before bytes of the frame that are there already, to which #argument adds */
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

  /** Keeps what is unread beyond the life of the caller's chunk. */
  keep(): void {
    if (!this.#owned && this.#start !== this.#end) this.#copyTo(this.#end - this.#start);
  }

  /** The same, and gives back what larger frames have needed. */
  #keepRest(): undefined {
    const unread = this.#end - this.#start;
    if (unread === 0) this.#empty();
    else if (!this.#owned || (this.#bytes.length > KEPT_CAPACITY && unread < this.#bytes.length / SMALL_PART))
      this.#copyTo(unread);
    return undefined;
  }

  /** Lets go of everything, where no frame is wanted any more. */
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

  /** Sees to room for `more` bytes behind the unread ones, in a buffer of our own that grows with what really came. */
  #makeRoom(more: number): void {
    if (this.#owned && this.#end + more <= this.#bytes.length) return;
    const unread = this.#end - this.#start;
    const capacity = Math.max(MIN_CAPACITY, unread + more);
    const roomy = this.#owned && capacity <= this.#bytes.length && this.#start >= unread;
    this.#moveTo(roomy ? this.#bytes : Buffer.allocUnsafe(this.#roomFor(capacity)));
  }

  /** A frame gets all the room that it needs once a fair part of it has come, so that little of it is ever moved. */
  #roomFor(capacity: number): number {
    return capacity >= this.#needed / FAIR_PART ? Math.max(capacity, this.#needed) : capacity * 2;
  }

  /** Moves what is unread to a buffer of its own, of this size at least. */
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
