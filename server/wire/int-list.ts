// A growing list of 32-bit integers, for notes about messages with millions of items: four bytes each, outside of V8's
// heap.

const MIN_CAPACITY = 256;
/** A list that grew larger than this releases its memory in release(). */
const KEPT_CAPACITY = 1024;
/**
 * From this length on it continues in further arrays of the same length: copying millions of integers to a larger one
 * would block other clients.
 */
const RUN = 2 ** 16;

/** @throws RangeError if there is no such element, which would be a bug */
export function intAt(ints: Int32Array, index: number): number {
  const value = ints[index];
  if (value === undefined) throw new RangeError(`no element ${index} in ${ints.length}`);
  return value;
}

export class IntList {
  /** The first ones, at most RUN. */
  #ints = new Int32Array(MIN_CAPACITY);
  readonly #more: Int32Array<ArrayBuffer>[] = [];
  length = 0;

  /** Bytes of memory that it takes. */
  get capacity(): number {
    return this.#ints.byteLength + this.#more.length * RUN * Int32Array.BYTES_PER_ELEMENT;
  }

  push(value: number): void {
    const index = this.length++;
    if (index >= this.#ints.length) this.#grow(index);
    this.set(index, value);
  }

  /** @param index of an existing element */
  at(index: number): number {
    return index < RUN ? intAt(this.#ints, index) : intAt(this.#run(index), index % RUN);
  }

  set(index: number, value: number): void {
    if (index < RUN) this.#ints[index] = value;
    else this.#run(index)[index % RUN] = value;
  }

  /** Empties the list and releases the memory that a large message needed. */
  release(): void {
    this.length = 0;
    this.#more.length = 0;
    if (this.#ints.length > KEPT_CAPACITY) this.#ints = new Int32Array(MIN_CAPACITY);
  }

  #run(index: number): Int32Array {
    const run = this.#more[Math.floor(index / RUN) - 1];
    if (run === undefined) throw new RangeError(`no element ${index} in ${this.length}`);
    return run;
  }

  /** Makes room for this element, the next one. */
  #grow(index: number): void {
    if (index >= RUN) {
      if (index % RUN === 0 && this.#more.length < index / RUN) this.#more.push(new Int32Array(RUN));
      return;
    }
    const grown = new Int32Array(this.#ints.length * 2);
    grown.set(this.#ints);
    this.#ints = grown;
  }
}
