// The time of a history: microseconds since its start, the same in all threads of this process.

/** @param origin the value of hrtimeMicroseconds() at the start of the history */
export function historyClock(origin: number): () => number {
  // performance.now() is quicker to read than the clock that all threads share, and goes as fast. Something may come between
  // the two readings: the pair that were closest counts.
  const offset = Math.min(...Array.from({ length: READINGS }, difference)) - origin;
  return () => Math.max(0, Math.round(performance.now() * 1000 + offset));
}

const READINGS = 20;

function difference(): number {
  const own = performance.now() * 1000;
  return hrtimeMicroseconds() - own;
}

export function hrtimeMicroseconds(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1_000_000 + nanoseconds / 1000;
}
