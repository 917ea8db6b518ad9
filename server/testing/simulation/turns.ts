// Whose turn it is, by the seed and not by the time: in place of the daemon's own turns.
import type { Random } from "../../../conformance/random.ts";
import type { Worker } from "../../turns.ts";

/** Ends of a turn as the daemon counts them: past, so that one piece of work is done, and never, so that all of it is. */
const ONE_PIECE = 0;
const ALL = Number.POSITIVE_INFINITY;

export class SimulatedTurns {
  readonly #random: Random;
  readonly #line = new Set<Worker>();

  constructor(random: Random) {
    this.#random = random;
  }

  take(worker: Worker): void {
    this.#line.add(worker);
  }

  later(worker: Worker): void {
    this.#line.add(worker);
  }

  /** Somebody of those who wait works, a piece or all. @returns whether anybody waited */
  round(): boolean {
    if (this.#line.size === 0) return false;
    let skipped = this.#random.below(this.#line.size);
    for (const worker of this.#line) {
      if (skipped-- > 0) continue;
      this.#line.delete(worker);
      if (worker.work(this.#random.percent(50) ? ONE_PIECE : ALL)) this.#line.add(worker);
      return true;
    }
    return false;
  }

  /** Everybody works until nothing is left to do. */
  finish(): void {
    while (this.round()) {}
  }

  /** The process is gone, and what nobody has begun with. */
  clear(): void {
    this.#line.clear();
  }
}
