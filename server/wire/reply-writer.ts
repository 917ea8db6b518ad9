// Writes reply frames: tag 24 around a byte string with the shortest head, shortest heads and 8-byte floats inside.
// Names, keys and messages are binary strings (one char a byte), so that bytes that are not UTF-8 are sent back
// unchanged.
import { Buffer } from "node:buffer";
import { ByteSink } from "./byte-sink.ts";
import { isReadable } from "./readable-text.ts";
import { SegmentSink } from "./segment-sink.ts";

const TAG_EMBEDDED_CBOR = 24;
/** The first bytes of every frame. */
export const FRAME_START = Buffer.from([0xd8, TAG_EMBEDDED_CBOR]);
const TAG_TUPLE = 128;
/** Space reserved for the usual frame head, d8 18 58 nn; corrected in endFrame(). */
const FRAME_HEAD = 4;
const MAX_FRAME_HEAD = 11;

export class ReplyWriter {
  readonly #sink: SegmentSink;
  #frameStart = 0;

  /**
   * @param maxBytes the largest content; writing more throws WireError reply-too-large
   * @param onGrowth called with the bytes of memory that a large reply allocates or releases; it may throw to refuse
   * them
   */
  constructor(maxBytes = Number.POSITIVE_INFINITY, onGrowth?: (more: number) => void) {
    this.#sink = new SegmentSink(maxBytes, onGrowth);
  }

  get length(): number {
    return this.#sink.total;
  }

  /** Returns what was written and empties the writer. */
  take(): Buffer {
    return this.#sink.take();
  }

  /** The same as several buffers, so that a long reply is not copied. */
  takeParts(): Buffer[] {
    return this.#sink.takeParts();
  }

  /** A copy of a part of what was written. */
  part(start: number, end: number): Buffer {
    return this.#sink.part(start, end);
  }

  /** Discards what was written, and releases the memory of a large reply. */
  clear(): void {
    this.#sink.reset();
  }

  beginFrame(): void {
    this.#frameStart = this.#sink.total;
    this.#sink.reserve(MAX_FRAME_HEAD);
    this.#sink.length += FRAME_HEAD;
  }

  /** Writes the frame's head before what was written since beginFrame(). */
  endFrame(): void {
    const sink = this.#sink;
    const size = sink.total - this.#frameStart - FRAME_HEAD;
    const width = 2 + (size < 24 ? 1 : size < 0x100 ? 2 : size < 0x10000 ? 3 : size < 2 ** 32 ? 5 : 9);
    if (width > FRAME_HEAD) sink.reserve(width - FRAME_HEAD);
    const start = this.#frameStart - sink.before;
    if (start < 0) {
      sink.replace(this.#frameStart, FRAME_HEAD, frameHead(size));
      return;
    }
    if (width !== FRAME_HEAD) sink.move(start + FRAME_HEAD, start + width, size);
    sink.length = start;
    writeFrameHead(sink, size);
    sink.length += size;
  }

  /** The current position, for rewind(). */
  mark(): number {
    return this.#sink.total;
  }

  /** Removes everything written since the mark, and releases the memory of a large reply. */
  rewind(mark: number): void {
    this.#sink.rewind(mark);
  }

  null(): void {
    this.#sink.byte(0xf6);
  }

  bool(value: boolean): void {
    this.#sink.byte(value ? 0xf5 : 0xf4);
  }

  /** An integer from -2^53 to 2^53. */
  int(value: number): void {
    if (value >= 0) this.#sink.head(0, value);
    else this.#sink.head(1, -1 - value);
  }

  /** A 64-bit integer. */
  bigint(value: bigint): void {
    const argument = value < 0n ? -1n - value : value;
    this.#sink.head64(value < 0n ? 1 : 0, Number(argument >> 32n), Number(argument & 0xffffffffn));
  }

  /** A whole number as an integer, any other as a double. */
  numeric(value: number | bigint): void {
    if (typeof value === "bigint") this.bigint(value);
    else if (Number.isInteger(value)) this.int(value);
    else this.double(value);
  }

  double(value: number): void {
    this.#sink.double(value);
  }

  bytes(value: string): void {
    this.#sink.head(2, value.length);
    this.#sink.binary(value);
  }

  text(value: string): void {
    this.#sink.head(3, value.length);
    this.#sink.binary(value);
  }

  textOrNull(value: string | null): void {
    if (value === null) this.null();
    else this.text(value);
  }

  /** Appends text, or a byte string if the client could not decode it as text. */
  string(value: string): void {
    if (isReadable(value)) this.text(value);
    else this.bytes(value);
  }

  stringOrNull(value: string | null): void {
    if (value === null) this.null();
    else this.string(value);
  }

  array(count: number): void {
    this.#sink.head(4, count);
  }

  map(count: number): void {
    this.#sink.head(5, count);
  }

  /** The head of a Python tuple: tag 128 and an array. */
  tuple(count: number): void {
    this.#sink.head(6, TAG_TUPLE);
    this.#sink.head(4, count);
  }

  /** Appends normalised CBOR from another buffer. */
  copy(source: Buffer, start: number, end: number): void {
    this.#sink.copy(source, start, end);
  }

  /** Appends a stored value. */
  stored(value: string): void {
    this.#sink.binary(value);
  }

  storedOrNull(value: string | null): void {
    if (value === null) this.null();
    else this.stored(value);
  }
}

function writeFrameHead(sink: ByteSink, size: number): void {
  sink.head(6, TAG_EMBEDDED_CBOR);
  sink.head(2, size);
}

function frameHead(size: number): Buffer {
  const sink = new ByteSink();
  writeFrameHead(sink, size);
  return sink.take();
}
