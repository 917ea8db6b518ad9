// A replacement for the daemon's scheduler of long operations (turns.ts) that chooses by the seed instead of by time.
import type { Random } from "../../../conformance/random.ts";
import type { Worker } from "../../turns.ts";

/** Deadlines passed to a worker: one in the past makes it do one piece of its work, infinity all of it. */
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

  /** Lets one waiting worker, chosen at random, do a piece of its work or all of it. @returns whether any was waiting */
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

  /** Runs all workers until no work is left. */
  finish(): void {
    while (this.round()) {}
  }

  /** Drops all waiting work, when the simulated process ends. */
  clear(): void {
    this.#line.clear();
  }
}
