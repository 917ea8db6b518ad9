// The clock and the random source of the domain, which are passed in so that tests can control them.

export type Clock = {
  /**
   * Seconds since the Unix epoch, with a fraction: the time told to clients. It may jump when somebody sets the
   * machine's clock.
   */
  now(): number;
  /**
   * Monotonic seconds, with a fraction, from an unspecified origin, at least 0. All expirations are measured by it.
   * Default: now().
   */
  elapsed?(): number;
};

/** A number from 0 (inclusive) to 1 (exclusive), uniformly distributed. */
export type Random = () => number;

/**
 * Two clocks are not read at the same instant, and one has milliseconds: smaller deviations are not a change of the
 * wall clock.
 */
const SAME_TIME = 0.005;

/** A point of monotonic time, in seconds with a fraction; comparable only within one daemon. */
export type Moment = number;

/** Converts between the monotonic time at which things end and the wall-clock time told to clients. */
export class Timeline {
  readonly #clock: Clock;
  /** Wall-clock time minus monotonic time. */
  #ahead = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get now(): Moment {
    return this.#clock.elapsed?.() ?? this.#clock.now();
  }

  /** In seconds since the epoch. */
  get wall(): number {
    return this.#clock.now();
  }

  /** The wall-clock time of a moment, in seconds since the epoch. Stays the same until the wall clock is set. */
  wallAt(moment: Moment): number {
    const ahead = this.#clock.elapsed === undefined ? 0 : this.#clock.now() - this.#clock.elapsed();
    if (Math.abs(ahead - this.#ahead) > SAME_TIME) this.#ahead = ahead;
    return moment + this.#ahead;
  }
}
