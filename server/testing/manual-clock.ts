// A clock that a test moves, its two sides together or the wall clock alone.
import type { Clock } from "../domain/clock.ts";

/** Where elapsed() starts: no time since the epoch, so that the two cannot be taken for each other. */
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

  /** Lets time pass. */
  advance(seconds: number): void {
    this.#now += seconds;
    this.#elapsed += seconds;
  }

  /** Sets the wall clock, forwards or back; no time passes. */
  step(seconds: number): void {
    this.#now += seconds;
  }
}
