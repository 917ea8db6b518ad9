// Time spans used in several parts of the job queue.

/** The longest time span: 2^63 nanoseconds, the limit of the Go daemon's durations, in whole seconds. */
export const MAX_SECONDS = 9_223_372_036;

/** Duration of a lease if no valid time was given (coordinate constants.py). */
export const DEFAULT_LEASE_SECONDS = 300;
