// Time and chance as the domain sees them: passed in, so that tests own both.

export type Clock = {
  /** Seconds since the Unix epoch, with a fraction. */
  now(): number;
};

/** A number from 0 up to but not including 1, evenly spread. */
export type Random = () => number;
