// A growing list of 32-bit integers, for notes about messages with millions of items: four bytes each, outside of V8's
// heap.

const MIN_CAPACITY = 256;
/** A list that grew larger than this releases its memory in release(). */
const KEPT_CAPACITY = 1024;

/** @throws RangeError if there is no such element, which would be a bug */
export function intAt(ints: Int32Array, index: number): number {
  const value = ints[index];
  if (value === undefined) throw new RangeError(`no element ${index} in ${ints.length}`);
  return value;
}

export class IntList {
  #ints = new Int32Array(MIN_CAPACITY);
  length = 0;

  /** Bytes of memory that it takes. */
  get capacity(): number {
    return this.#ints.byteLength;
  }

  push(value: number): void {
    if (this.length === this.#ints.length) this.#grow();
    this.#ints[this.length++] = value;
  }

  /** @param index of an existing element */
  at(index: number): number {
    return intAt(this.#ints, index);
  }

  set(index: number, value: number): void {
    this.#ints[index] = value;
  }

  /** Empties the list and releases the memory that a large message needed. */
  release(): void {
    this.length = 0;
    if (this.#ints.length > KEPT_CAPACITY) this.#ints = new Int32Array(MIN_CAPACITY);
  }

  #grow(): void {
    const grown = new Int32Array(this.#ints.length * 2);
    grown.set(this.#ints);
    this.#ints = grown;
  }
}
