// Limits on what a golden may request, since goldens may come from untrusted sources.

/** Longest wait of a step in seconds. Much longer timers overflow in Node and would fire at once. */
export const MOST_SECONDS = 3600;

/** Most requests that one request may stand for: all of them are held in memory. */
export const MOST_TIMES = 100_000;

/** Most items or repeated characters that one abbreviation may produce; more than a frame may hold. */
export const MOST_BY_RULE = 40_000_000;
