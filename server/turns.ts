// Who may work next: connections take turns, so that none waits for all that another one has sent. Between rounds the event loop
// sees to what has come in.

/** Something that has work to do now and then. */
export type Worker = {
  /**
   * Works until there is nothing to do at the moment, or until about this time, in milliseconds of performance.now().
   * @returns whether there is more to do at once
   */
  work(until: number): boolean;
};

/** Milliseconds that whoever has work at an idle moment may work at once. */
const FIRST_TURN = 2;
/** Milliseconds that a round of all who wait takes, about. */
const ROUND = 5;
/** What a turn takes at least, for the sake of throughput. */
const LEAST_TURN = 0.1;

export class Turns {
  /** In the order of their turns. */
  readonly #line = new Set<Worker>();
  #isPlanned = false;
  #isAtWork = false;
  #count = 0;

  /** How many turns there have been. */
  get count(): number {
    return this.#count;
  }

  /** To be called when there is something to do. It is done at once where nobody else waits. */
  take(worker: Worker): void {
    if (this.#line.has(worker)) return;
    if (this.#line.size === 0 && !this.#isAtWork && !this.#turn(worker, performance.now() + FIRST_TURN)) return;
    this.later(worker);
  }

  /** The same for what comes up while somebody is at work. */
  later(worker: Worker): void {
    this.#line.add(worker);
    this.#plan();
  }

  #plan(): void {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    setImmediate(() => this.#round());
  }

  #round(): void {
    this.#isPlanned = false;
    const start = performance.now();
    const turn = Math.max(LEAST_TURN, ROUND / this.#line.size);
    for (const worker of [...this.#line]) {
      const now = performance.now();
      if (now - start > ROUND) break;
      this.#line.delete(worker);
      if (this.#turn(worker, now + turn)) this.#line.add(worker);
    }
    if (this.#line.size > 0) this.#plan();
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
