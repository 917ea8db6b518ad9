// The primitive encodings of a history: whole numbers with seven bits a byte, and strings. A recently used string is
// written as its index in a table that reader and writer maintain identically.

const FIRST_SIZE = 4096;
/** Capacity of the table of strings; a new string replaces the oldest. */
const WORDS = 16_000;

export class ByteWriter {
  #bytes = Buffer.allocUnsafe(FIRST_SIZE);
  #length = 0;
  readonly #places = new Map<string, number>();
  readonly #words: string[] = [];
  #next = 0;

  get length(): number {
    return this.#length;
  }

  /** Writes a whole number from 0 to 2^53, seven bits a byte, least significant first. */
  count(value: number): void {
    this.#reserve(8);
    let left = value;
    while (left >= 0x80) {
      this.#bytes[this.#length++] = (left % 0x80) + 0x80;
      left = Math.floor(left / 0x80);
    }
    this.#bytes[this.#length++] = left;
  }

  /** Writes a signed whole number: 0, -1, 1, -2 as 0, 1, 2, 3. */
  integer(value: number): void {
    this.count(value < 0 ? -2 * value - 1 : 2 * value);
  }

  /** Writes a string: its index in the table counted from 1, or 0, its length in bytes and its UTF-8. */
  text(value: string): void {
    const place = this.#places.get(value);
    if (place !== undefined) {
      this.count(place + 1);
      return;
    }
    const length = Buffer.byteLength(value);
    this.count(0);
    this.count(length);
    this.#reserve(length);
    this.#length += this.#bytes.write(value, this.#length, length, "utf8");
    const forgotten = this.#words[this.#next];
    if (forgotten !== undefined) this.#places.delete(forgotten);
    this.#words[this.#next] = value;
    this.#places.set(value, this.#next);
    this.#next = (this.#next + 1) % WORDS;
  }

  texts(values: readonly string[]): void {
    this.count(values.length);
    for (const value of values) this.text(value);
  }

  /** Returns the bytes written since the last call and clears the buffer; the table is kept. */
  take(): Buffer {
    const taken = this.#bytes.subarray(0, this.#length);
    this.#bytes = Buffer.allocUnsafe(FIRST_SIZE);
    this.#length = 0;
    return taken;
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(2 * this.#bytes.length, this.#length + more));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}

const NO_BYTES = Buffer.alloc(0);

/** Reads the bytes of one writer, in the order in which they were written. */
export class ByteReader {
  #bytes: Buffer = NO_BYTES;
  #at = 0;
  readonly #words: string[] = [];
  #next = 0;

  /** Continues with these bytes, the next part of the same writer's output. */
  open(bytes: Buffer): void {
    this.#bytes = bytes;
    this.#at = 0;
  }

  /** Clears the table: the bytes that follow come from another writer. */
  forget(): void {
    this.#words.length = 0;
    this.#next = 0;
  }

  get at(): number {
    return this.#at;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** @throws RangeError if the bytes end within the number */
  count(): number {
    const first = this.#bytes[this.#at++];
    if (first !== undefined && first < 0x80) return first;
    return this.#longCount(first);
  }

  #longCount(first: number | undefined): number {
    let byte = first;
    let value = 0;
    for (let weight = 1; ; weight *= 0x80) {
      if (byte === undefined) throw new RangeError("the bytes end within a number");
      if (byte < 0x80) return value + byte * weight;
      value += (byte - 0x80) * weight;
      byte = this.#bytes[this.#at++];
    }
  }

  integer(): number {
    const value = this.count();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /** @throws RangeError if the bytes end within the string, or its index is not in the table */
  text(): string {
    const place = this.count();
    if (place > 0) {
      const word = this.#words[place - 1];
      if (word === undefined) throw new RangeError("a string that never came");
      return word;
    }
    const length = this.count();
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new RangeError("the bytes end within a text");
    const text = this.#bytes.toString("utf8", this.#at, end);
    this.#at = end;
    this.#words[this.#next] = text;
    this.#next = (this.#next + 1) % WORDS;
    return text;
  }

  texts(): string[] {
    const list: string[] = [];
    for (let left = this.count(); left > 0; left--) list.push(this.text());
    return list;
  }
}
