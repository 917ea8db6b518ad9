// Tracks which units of a queue were handed out, to detect one that is handed out twice.
import { ReplyError } from "./reply.ts";
import { FIRST_NUMBER, keyOf } from "./request.ts";

export class UnitSet {
  readonly #size: number;
  readonly #isTaken: Uint8Array;
  #taken: number[] = [];

  /** The set of the units FIRST_NUMBER to FIRST_NUMBER + size - 1, all available. */
  constructor(size: number) {
    this.#size = size;
    this.#isTaken = new Uint8Array(size);
  }

  get left(): number {
    return this.#size - this.#taken.length;
  }

  /** @throws ReplyError for a unit that was handed out before or never added */
  take(number: number): void {
    const index = number - FIRST_NUMBER;
    if (this.#isTaken[index] !== 0) {
      throw new ReplyError(
        `get_work: unit ${keyOf(number)} ${index in this.#isTaken ? "handed out twice" : "was never added"}`,
      );
    }
    this.#isTaken[index] = 1;
    this.#taken.push(number);
  }

  /** The numbers of all units. */
  all(): Float64Array {
    return Float64Array.from({ length: this.#size }, (_, index) => FIRST_NUMBER + index);
  }

  /** The numbers of the units handed out, in that order. */
  takenOnes(): readonly number[] {
    return this.#taken;
  }

  /** Marks all units as available again. */
  reset(): void {
    for (const number of this.#taken) this.#isTaken[number - FIRST_NUMBER] = 0;
    this.#taken = [];
  }
}
