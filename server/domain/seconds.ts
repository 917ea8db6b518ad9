// Spans of time that several parts of the job queue count with.

/** 2^63 nanoseconds, in whole seconds: the longest span, which is what the Go daemon's durations can hold. */
export const MAX_SECONDS = 9_223_372_036;

/** How long a lease lasts for which nobody gave a usable time (coordinate constants.py). */
export const DEFAULT_LEASE_SECONDS = 300;
