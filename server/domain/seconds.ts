// The longest span of time: leases and delays beyond it are cut to it. It is what the Go daemon's durations can hold.

/** 2^63 nanoseconds, in whole seconds. */
export const MAX_SECONDS = 9_223_372_036;
