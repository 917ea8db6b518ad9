// Long work, divided into pieces of about a millisecond.

/** Yields between pieces. */
export type Pieces<T = void> = Generator<undefined, T, undefined>;

/** Number of steps of about a microsecond each that form a piece. */
export const A_PIECE = 1000;

/** Executes all pieces at once. */
export function finish<T>(pieces: Generator<symbol | undefined, T, undefined>): T {
  for (;;) {
    const { done, value } = pieces.next();
    if (done === true) return value;
  }
}

/** Decides when to yield in work whose steps have different costs. */
export class Pace {
  #spent = 0;

  /** @param cost of the last step, in units of about a microsecond */
  isOver(cost: number): boolean {
    this.#spent += cost;
    if (this.#spent < A_PIECE) return false;
    this.#spent = 0;
    return true;
  }
}
