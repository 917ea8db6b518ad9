// How much a golden may ask for: they come from elsewhere too.

/** Seconds that a step waits at most: nobody waits longer, and a timer that is given weeks goes off at once. */
export const MOST_SECONDS = 3600;

/** Requests that one stands for at most: all of them are in memory at once. */
export const MOST_TIMES = 100_000;

/** Items or repeated characters that one rule makes at most: more than a frame may hold. */
export const MOST_BY_RULE = 40_000_000;
