// Writes a message item by item into one buffer that grows, for callers that make tens of thousands of frames a second.
import { frameHeadLength, writeFrameHead } from "./frame-head.ts";
import { LONGEST_HEAD, MAJOR, NULL, shortHead, TRUE, writeHead } from "./head.ts";

/** Room for the head of the frame, which is written last, before the message. */
const LONGEST_FRAME_HEAD = 11;
const FIRST_BYTES = 4_096;
/** Strings of up to this many characters are written faster one by one than by Buffer.write(). */
const SHORT = 23;

export class FrameWriter {
  #bytes = Buffer.allocUnsafe(FIRST_BYTES);
  /** Write position. */
  #at = LONGEST_FRAME_HEAD;

  /** Writes the head of an array with this many items. */
  array(length: number): void {
    this.#head(MAJOR.array, length);
  }

  /** Writes the head of a map with this many pairs. */
  map(length: number): void {
    this.#head(MAJOR.map, length);
  }

  /** Writes an integer. @param value a whole number */
  int(value: number): void {
    if (value >= 0) this.#head(MAJOR.unsigned, value);
    else this.#head(MAJOR.negative, -1 - value);
  }

  null(): void {
    this.#byte(NULL);
  }

  true(): void {
    this.#byte(TRUE);
  }

  text(text: string): void {
    this.#string(MAJOR.text, text);
  }

  /** Writes a text as a byte string in UTF-8. */
  bytes(text: string): void {
    this.#string(MAJOR.bytes, text);
  }

  /** Returns the frame with the message written so far, and starts a new message. */
  takeFrame(): Buffer {
    const length = this.#at - LONGEST_FRAME_HEAD;
    const start = LONGEST_FRAME_HEAD - frameHeadLength(length);
    writeFrameHead(this.#bytes, start, length);
    const frame = Buffer.allocUnsafe(this.#at - start);
    this.#bytes.copy(frame, 0, start, this.#at);
    this.#at = LONGEST_FRAME_HEAD;
    return frame;
  }

  #byte(value: number): void {
    if (this.#at === this.#bytes.length) this.#grow(1);
    this.#bytes[this.#at++] = value;
  }

  #string(major: number, text: string): void {
    const { length } = text;
    const most = LONGEST_HEAD + 3 * length;
    if (this.#at + most > this.#bytes.length) this.#grow(most);
    if (length <= SHORT && this.#ascii(major, text)) return;
    this.#at = writeHead(this.#bytes, this.#at, major, Buffer.byteLength(text));
    this.#at += this.#bytes.write(text, this.#at);
  }

  /** Writes an ASCII string, the common case. @returns false, with nothing written, if it has other characters */
  #ascii(major: number, text: string): boolean {
    const bytes = this.#bytes;
    let at = this.#at;
    bytes[at++] = shortHead(major, text.length);
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code > 0x7f) return false;
      bytes[at++] = code;
    }
    this.#at = at;
    return true;
  }

  #head(major: number, argument: number): void {
    if (this.#at + LONGEST_HEAD > this.#bytes.length) this.#grow(LONGEST_HEAD);
    this.#at = writeHead(this.#bytes, this.#at, major, argument);
  }

  /** Makes room for that many more bytes. */
  #grow(bytes: number): void {
    const larger = Buffer.allocUnsafe(2 * (this.#at + bytes));
    this.#bytes.copy(larger, 0, 0, this.#at);
    this.#bytes = larger;
  }
}
