// Work that may be much, cut into pieces of a millisecond or so.

/** Yields between pieces. */
export type Pieces<T = void> = Generator<undefined, T, undefined>;

/** So much of what takes about a microsecond each is done in one piece. */
export const A_PIECE = 1000;

/** All pieces in one go. */
export function finish<T>(pieces: Generator<symbol | undefined, T, undefined>): T {
  for (;;) {
    const { done, value } = pieces.next();
    if (done === true) return value;
  }
}

/** Tells when a piece is over whose parts cost different amounts. */
export class Pace {
  #spent = 0;

  /** @param cost of what was just done, in units of something like a microsecond */
  isOver(cost: number): boolean {
    this.#spent += cost;
    if (this.#spent < A_PIECE) return false;
    this.#spent = 0;
    return true;
  }
}
