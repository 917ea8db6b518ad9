// The time of a history: microseconds since it began, the same in every thread of this process.

/** @param origin what hrtimeMicroseconds() was when the history began */
export function historyClock(origin: number): () => number {
  // performance.now() is quicker to read than the clock that all threads share, and goes as fast.
  const offset = hrtimeMicroseconds() - performance.now() * 1000 - origin;
  return () => Math.max(0, Math.round(performance.now() * 1000 + offset));
}

export function hrtimeMicroseconds(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1_000_000 + nanoseconds / 1000;
}
