// Reads a reply in place, since most of it is not needed. Accepts the encodings of all daemons: lists may be tuples, names
// byte strings, lengths indefinite, an empty list null.
import { Cursor } from "../../cbor/cursor.ts";
import { FALSE, type Head, MAJOR, TRUE } from "../../cbor/head.ts";
import { ReplyFault } from "./reply-fault.ts";

/** Reads a reply item by item. Every method throws ReplyFault if the next item has another type, CborError if it is no CBOR. */
export class ReplyReader extends Cursor {
  get isMap(): boolean {
    return this.major === MAJOR.map;
  }

  get isString(): boolean {
    const { major } = this;
    return major === MAJOR.bytes || major === MAJOR.text;
  }

  /** Enters a list or tuple with any tag; null counts as empty. @returns number of items, Infinity for an indefinite length */
  list(): number {
    if (this.isNull) {
      this.at++;
      return 0;
    }
    let head = this.head();
    while (head.major === MAJOR.tag) head = this.head();
    if (head.major !== MAJOR.array) throw new ReplyFault(`expected a list, got ${nameOf(head)}`);
    return head.argument;
  }

  /** Enters a map. @returns number of pairs, Infinity for an indefinite length */
  map(what: string): number {
    if (!this.isMap) throw new ReplyFault(`${what} no map`);
    return this.head().argument;
  }

  /** Skips the remaining `count` items of the entered list or map. */
  leave(count: number): void {
    for (let left = count; this.more(left); left--) this.skip();
  }

  /** Reads a name: a text or byte string. */
  text(): string {
    const head = this.head();
    if (head.major !== MAJOR.bytes && head.major !== MAJOR.text)
      throw new ReplyFault(`expected a name, got ${nameOf(head)}`);
    if (head.argument !== Number.POSITIVE_INFINITY) return this.string(head);
    let text = "";
    while (this.more(head.argument)) text += this.text();
    return text;
  }

  textOrNull(): string | null {
    if (!this.isNull) return this.text();
    this.at++;
    return null;
  }

  /** Reads a number. */
  number(): number {
    const head = this.head();
    if (head.major === MAJOR.unsigned) return head.argument;
    if (head.major === MAJOR.negative) return -1 - head.argument;
    if (head.major === MAJOR.simple && head.head > 2) return this.float(head.head);
    throw new ReplyFault(`expected a number, got ${nameOf(head)}`);
  }

  /** Reads a boolean. Any other item is skipped and gives undefined. */
  truth(): boolean | undefined {
    const { initial } = this;
    this.skip();
    return initial === TRUE ? true : initial === FALSE ? false : undefined;
  }
}

const NAMES: Record<number, string> = {
  [MAJOR.unsigned]: "a number",
  [MAJOR.negative]: "a number",
  [MAJOR.bytes]: "bytes",
  [MAJOR.text]: "a text",
  [MAJOR.array]: "a list",
  [MAJOR.map]: "a map",
  [MAJOR.tag]: "a tag",
};

function nameOf({ major, head, argument }: Head): string {
  const name = NAMES[major];
  if (name !== undefined) return name;
  if (head > 2) return "a float";
  return argument === 22 ? "null" : argument === 20 || argument === 21 ? "a truth value" : "a simple value";
}
