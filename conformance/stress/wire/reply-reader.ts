// Reads a reply in place without building items or maps, since most of it is not needed. Accepts the encodings of all
// daemons: lists may be tuples, names byte strings, lengths indefinite, an empty list null.
import { Buffer } from "node:buffer";
import { CborError, type Head, readHead } from "../../cbor/item.ts";
import { ReplyFault } from "./reply-fault.ts";

const BREAK = 0xff;
const NULL = 0xf6;
const UNDEFINED = 0xf7;
const MAJOR = { uint: 0, negative: 1, bytes: 2, text: 3, array: 4, map: 5, tag: 6, simple: 7 } as const;
/** Strings of up to this many bytes are decoded faster byte by byte than by Buffer.toString(). */
const SHORT = 24;
/** Maximum nesting of a reply. */
const DEEPEST = 200;

/** Reads a reply item by item. Every method throws ReplyFault if the next item has another type. */
export class ReplyReader {
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

  /** Whether the next item is null or an equivalent of it. */
  get isNull(): boolean {
    const byte = this.#bytes[this.at];
    return byte === NULL || byte === UNDEFINED;
  }

  get isMap(): boolean {
    return this.#peekMajor() === MAJOR.map;
  }

  get isString(): boolean {
    const major = this.#peekMajor();
    return major === MAJOR.bytes || major === MAJOR.text;
  }

  /** Enters a list or tuple with any tag; null counts as empty. @returns number of items, Infinity for an indefinite length */
  list(): number {
    if (this.isNull) {
      this.at++;
      return 0;
    }
    let head = this.#head();
    while (head.major === MAJOR.tag) head = this.#head();
    if (head.major !== MAJOR.array) throw new ReplyFault(`expected a list, got ${nameOf(head)}`);
    return head.argument;
  }

  /** Enters a map. @returns number of pairs, Infinity for an indefinite length */
  map(what: string): number {
    if (!this.isMap) throw new ReplyFault(`${what} no map`);
    return this.#head().argument;
  }

  /** Whether the entered list or map has another item; skips the break at its end. @param left number of remaining items */
  more(left: number): boolean {
    if (left !== Number.POSITIVE_INFINITY) return left > 0;
    if (this.#bytes[this.at] !== BREAK) return true;
    this.at++;
    return false;
  }

  /** Skips the remaining `count` items of the entered list or map. */
  leave(count: number): void {
    for (let left = count; this.more(left); left--) this.skip();
  }

  /** Reads a name: a text or byte string. */
  text(): string {
    const head = this.#head();
    const { major, argument } = head;
    if (major !== MAJOR.bytes && major !== MAJOR.text) throw new ReplyFault(`expected a name, got ${nameOf(head)}`);
    if (argument !== Number.POSITIVE_INFINITY) return this.#string(major, argument);
    let text = "";
    while (this.more(argument)) text += this.text();
    return text;
  }

  textOrNull(): string | null {
    if (!this.isNull) return this.text();
    this.at++;
    return null;
  }

  /** Reads a number. */
  number(): number {
    const start = this.at;
    const head = this.#head();
    if (head.major === MAJOR.uint) return head.argument;
    if (head.major === MAJOR.negative) return -1 - head.argument;
    const view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset + start + 1);
    if (head.major === MAJOR.simple && head.head === 5) return view.getFloat32(0);
    if (head.major === MAJOR.simple && head.head === 9) return view.getFloat64(0);
    throw new ReplyFault(`expected a number, got ${nameOf(head)}`);
  }

  /** Reads a boolean. Any other item is skipped and gives undefined. */
  truth(): boolean | undefined {
    const byte = this.#bytes[this.at];
    this.skip();
    return byte === TRUE ? true : byte === FALSE ? false : undefined;
  }

  /** Skips the next item. */
  skip(depth = 0): void {
    const { major, argument } = this.#head();
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
    if (depth === DEEPEST) throw noCbor(`more than ${DEEPEST} levels are open`);
    for (let left = count; this.more(left); left--) this.skip(depth + 1);
  }

  #string(major: number, length: number): string {
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

  #pass(length: number): void {
    this.at += length;
    if (this.at > this.#bytes.length) throw noCbor("a string is cut off");
  }

  #head(): Head {
    const head = headAt(this.#bytes, this.at);
    this.at += head.head;
    return head;
  }

  #peekMajor(): number {
    return (this.#bytes[this.at] ?? NULL) >> 5;
  }
}

const TRUE = 0xf5;
const FALSE = 0xf4;

function headAt(bytes: Uint8Array, at: number): Head {
  let head: Head | undefined;
  try {
    head = readHead(bytes, at);
  } catch (error) {
    if (!(error instanceof CborError)) throw error;
    throw noCbor(error.message);
  }
  if (head === undefined) throw noCbor("the item is cut off");
  return head;
}

function noCbor(why: string): ReplyFault {
  return new ReplyFault(`a reply that is no CBOR: ${why}`);
}

function nameOf({ major, head, argument }: Head): string {
  if (major !== MAJOR.simple)
    return ["a number", "a number", "bytes", "a text", "a list", "a map", "a tag"][major] ?? "";
  if (head > 2) return "a float";
  return argument === 22 ? "null" : argument === 20 || argument === 21 ? "a truth value" : "a simple value";
}
