// Reads an item in place, head by head, without building a tree: for callers that need little of it and are fast.
import { CborError } from "./cbor-error.ts";
import { readFloat } from "./float.ts";
import { BREAK, type Head, MAJOR, majorOfByte, NULL, readHead, UNDEFINED } from "./head.ts";

/** Strings of up to this many bytes are decoded faster byte by byte than by Buffer.toString(). */
const SHORT = 24;
/** Maximum nesting of what is skipped, which is done recursively. */
const DEEPEST = 200;

export class Cursor {
  readonly #bytes: Uint8Array;
  /** Offset of the next item. */
  at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  get isAtEnd(): boolean {
    return this.at === this.#bytes.length;
  }

  /** Whether the next item is null or undefined. */
  get isNull(): boolean {
    const byte = this.#bytes[this.at];
    return byte === NULL || byte === UNDEFINED;
  }

  /** The major type of the next item, that of null at the end. */
  get major(): number {
    return majorOfByte(this.#bytes[this.at] ?? NULL);
  }

  /** The initial byte of the next item; undefined at the end. */
  get initial(): number | undefined {
    return this.#bytes[this.at];
  }

  /** Reads a head. @throws CborError for a reserved head, a break, and at the end */
  head(): Head {
    const head = readHead(this.#bytes, this.at);
    if (head === undefined) throw new CborError("truncated", this.at, "the item is cut off");
    this.at += head.head;
    return head;
  }

  /** The float whose head of `length` bytes has just been read. @param length 3, 5 or 9 */
  float(length: number): number {
    return readFloat(this.#bytes, this.at + 1 - length, length - 1);
  }

  /** Reads the content of a string of definite length: text in UTF-8, a byte string as Latin-1. */
  string({ major, argument: length }: Head): string {
    const start = this.at;
    this.#pass(length);
    const bytes = this.#bytes;
    if (length <= SHORT) {
      let text = "";
      let at = start;
      for (; at < this.at; at++) {
        const byte = bytes[at] ?? 0;
        if (byte > 0x7f && major === MAJOR.text) break;
        text += String.fromCharCode(byte);
      }
      if (at === this.at) return text;
    }
    return Buffer.from(bytes.buffer, bytes.byteOffset + start, length).toString(
      major === MAJOR.text ? "utf8" : "latin1",
    );
  }

  /** Whether the array or map whose head has been read has another item; skips the break at its end. @param left items to come */
  more(left: number): boolean {
    if (left !== Number.POSITIVE_INFINITY) return left > 0;
    if (this.#bytes[this.at] !== BREAK) return true;
    this.at++;
    return false;
  }

  /** Skips the next item. @throws CborError if it is not well-formed, or nested deeper than DEEPEST */
  skip(depth = 0): void {
    const { major, argument } = this.head();
    switch (major) {
      case MAJOR.bytes:
      case MAJOR.text:
        if (argument !== Number.POSITIVE_INFINITY) this.#pass(argument);
        else this.#skipItems(argument, depth);
        break;
      case MAJOR.array:
        this.#skipItems(argument, depth);
        break;
      case MAJOR.map:
        this.#skipItems(2 * argument, depth);
        break;
      case MAJOR.tag:
        this.#skipItems(1, depth);
        break;
      default:
    }
  }

  #skipItems(count: number, depth: number): void {
    if (depth === DEEPEST) throw new CborError("too-large", this.at, `more than ${DEEPEST} levels are open`);
    for (let left = count; this.more(left); left--) this.skip(depth + 1);
  }

  #pass(length: number): void {
    const end = this.at + length;
    if (end > this.#bytes.length) throw new CborError("truncated", this.at, "a string is cut off");
    this.at = end;
  }
}
