// Round-robin scheduling of connections, so that none waits until all requests of another one are answered. The event
// loop runs between rounds; what has come meanwhile goes before what has had a turn.

/** Something with work to do, such as a connection. */
export type Worker = {
  /**
   * Works until nothing is left to do for now, or until about this time, in milliseconds of performance.now().
   * @returns whether there is more to do now
   */
  work(until: number): boolean;
};

/** Milliseconds that a worker may use at once if no other has work. */
const FIRST_TURN = 2;
/** Approximate duration of a round of all workers in milliseconds. */
const ROUND = 5;
/** Shortest turn in milliseconds, for the sake of throughput. */
const LEAST_TURN = 0.1;

export class Turns {
  /** The workers that wait for a turn, in the order of their turns. */
  readonly #line = new Set<Worker>();
  /** Those that have had one in the last round and have more to do. */
  readonly #again = new Set<Worker>();
  #isPlanned = false;
  #isAtWork = false;
  #count = 0;

  /** The number of turns so far. */
  get count(): number {
    return this.#count;
  }

  /** Schedules a worker; if no other has work, it works at once. */
  take(worker: Worker): void {
    if (this.#line.has(worker) || this.#again.has(worker)) return;
    const isFirst = this.#line.size + this.#again.size === 0 && !this.#isAtWork;
    if (isFirst) this.#takeTurn(worker, performance.now() + FIRST_TURN);
    else this.#line.add(worker);
    this.#plan();
  }

  /** Schedules a worker for the next round. */
  later(worker: Worker): void {
    if (!this.#again.has(worker)) this.#line.add(worker);
    this.#plan();
  }

  #plan(): void {
    if (this.#isPlanned || this.#line.size + this.#again.size === 0) return;
    this.#isPlanned = true;
    setImmediate(() => this.#round());
  }

  #round(): void {
    this.#isPlanned = false;
    const start = performance.now();
    // Those that this round does not reach are the first of the next one.
    for (const worker of this.#again) this.#line.add(worker);
    this.#again.clear();
    const turn = Math.max(LEAST_TURN, ROUND / this.#line.size);
    for (const worker of [...this.#line]) {
      const now = performance.now();
      if (now - start > ROUND) break;
      this.#line.delete(worker);
      this.#takeTurn(worker, now + turn);
    }
    this.#plan();
  }

  #takeTurn(worker: Worker, until: number): void {
    if (this.#turn(worker, until)) this.#again.add(worker);
  }

  #turn(worker: Worker, until: number): boolean {
    this.#isAtWork = true;
    this.#count++;
    try {
      return worker.work(until);
    } finally {
      this.#isAtWork = false;
    }
  }
}
