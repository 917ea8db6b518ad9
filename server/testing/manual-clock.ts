// A clock that a test moves.
import type { Clock } from "../domain/clock.ts";

export class ManualClock implements Clock {
  #now: number;

  /** @param start seconds since the epoch */
  constructor(start = 1_000_000) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  advance(seconds: number): void {
    this.#now += seconds;
  }
}
