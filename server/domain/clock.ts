// Time and chance as the domain sees them: passed in, so that tests own both.

export type Clock = {
  /** Seconds since the Unix epoch, with a fraction: the time that clients are told. Somebody may set it, either way. */
  now(): number;
  /**
   * Seconds, with a fraction, since some moment; they go by evenly whatever is done to now(), and start at 0 or more. What ends
   * after a time is measured by them. now() is taken for them unless given.
   */
  elapsed?(): number;
};

/** A number from 0 up to but not including 1, evenly spread. */
export type Random = () => number;

/** The clocks may be read a moment apart, and one counts whole milliseconds: what differs by less is no other time. */
const SAME_TIME = 0.005;

/** A moment of one daemon: comparable with others and not with the machine's clock, in seconds with a fraction. */
export type Moment = number;

/** Both sides of a clock: the moments at which things end, and the wall-clock time that clients are told of them. */
export class Timeline {
  readonly #clock: Clock;
  /** What the wall clock is ahead of the moments. */
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

  /** What the wall clock shows at a moment as it goes now, in seconds since the epoch. Stays the same until it is set. */
  wallAt(moment: Moment): number {
    const ahead = this.#clock.elapsed === undefined ? 0 : this.#clock.now() - this.#clock.elapsed();
    if (Math.abs(ahead - this.#ahead) > SAME_TIME) this.#ahead = ahead;
    return moment + this.#ahead;
  }
}
