// Writes requests directly as bytes into one buffer: a stress run makes tens of thousands a second, and building maps
// and lists for a CBOR library would be the most expensive part of a call.
import { Buffer } from "node:buffer";

const ARRAY = 0x80;
const MAP = 0xa0;
const BYTES = 0x40;
const TEXT = 0x60;
const NEGATIVE = 0x20;
const TRUE = 0xf5;
const NULL = 0xf6;
/** Maximum length of a frame's head: tag 24 and the head of a byte string with a length of four bytes. */
const LONGEST_FRAME_HEAD = 7;
const LONGEST_HEAD = 9;
const FIRST_BYTES = 4_096;

export class FrameWriter {
  #bytes = Buffer.allocUnsafe(FIRST_BYTES);
  /** Write position. The message starts after enough room for the frame's head, which is written last. */
  #at = LONGEST_FRAME_HEAD;

  array(length: number): void {
    this.#head(ARRAY, length);
  }

  /** Writes the head of a map with this many pairs. */
  map(length: number): void {
    this.#head(MAP, length);
  }

  /** Writes an integer. @param value a whole number */
  int(value: number): void {
    if (value >= 0) this.#head(0, value);
    else this.#head(NEGATIVE, -1 - value);
  }

  null(): void {
    this.#simple(NULL);
  }

  true(): void {
    this.#simple(TRUE);
  }

  text(text: string): void {
    this.#string(TEXT, text);
  }

  /** Writes a text as a byte string in UTF-8. */
  bytes(text: string): void {
    this.#string(BYTES, text);
  }

  /** Returns the frame with the message written so far, and starts a new message. */
  takeFrame(): Buffer {
    const length = this.#at - LONGEST_FRAME_HEAD;
    const end = this.#at;
    const start = LONGEST_FRAME_HEAD - (length < 24 ? 3 : length < 0x100 ? 4 : length < 0x10000 ? 5 : 7);
    this.#bytes[start] = 0xd8;
    this.#bytes[start + 1] = 0x18;
    this.#at = start + 2;
    this.#head(BYTES, length);
    const frame = Buffer.allocUnsafe(end - start);
    this.#bytes.copy(frame, 0, start, end);
    this.#at = LONGEST_FRAME_HEAD;
    return frame;
  }

  #simple(value: number): void {
    this.#need(1);
    this.#bytes[this.#at++] = value;
  }

  #string(major: number, text: string): void {
    const { length } = text;
    this.#need(LONGEST_HEAD + 3 * length);
    if (length < 24 && this.#ascii(major, text)) return;
    this.#head(major, Buffer.byteLength(text));
    this.#at += this.#bytes.write(text, this.#at);
  }

  /** Writes an ASCII string, the common case. @returns false, with nothing written, if it has other characters */
  #ascii(major: number, text: string): boolean {
    const bytes = this.#bytes;
    let at = this.#at;
    bytes[at++] = major + text.length;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code > 0x7f) return false;
      bytes[at++] = code;
    }
    this.#at = at;
    return true;
  }

  #head(major: number, argument: number): void {
    this.#need(LONGEST_HEAD);
    const bytes = this.#bytes;
    if (argument < 24) {
      bytes[this.#at++] = major + argument;
    } else if (argument < 0x100) {
      bytes[this.#at++] = major + 24;
      bytes[this.#at++] = argument;
    } else if (argument < 0x10000) {
      bytes[this.#at++] = major + 25;
      this.#at = bytes.writeUInt16BE(argument, this.#at);
    } else if (argument < 0x100000000) {
      bytes[this.#at++] = major + 26;
      this.#at = bytes.writeUInt32BE(argument, this.#at);
    } else {
      bytes[this.#at++] = major + 27;
      this.#at = bytes.writeBigUInt64BE(BigInt(argument), this.#at);
    }
  }

  #need(bytes: number): void {
    if (this.#at + bytes <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(2 * (this.#at + bytes));
    this.#bytes.copy(larger, 0, 0, this.#at);
    this.#bytes = larger;
  }
}
