// A clock that a test sets: wall clock and elapsed time together, or the wall clock alone.
import type { Clock } from "../domain/clock.ts";

/** Initial value of elapsed() in seconds, far from any wall clock time, so that confusing the two shows. */
const STARTED = 500;

export class ManualClock implements Clock {
  #now: number;
  #elapsed = STARTED;

  /** @param start seconds since the epoch */
  constructor(start = 1_000_000) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  elapsed(): number {
    return this.#elapsed;
  }

  /** Advances both clocks by some seconds. */
  advance(seconds: number): void {
    this.#now += seconds;
    this.#elapsed += seconds;
  }

  /** Moves the wall clock forwards or back by some seconds; elapsed() does not change. */
  step(seconds: number): void {
    this.#now += seconds;
  }
}
