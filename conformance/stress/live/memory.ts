// Detects whether a process's memory grows during a run.

/** Fewer samples tell nothing: a process warms up. */
const LEAST = 45;
const SHARE = 1.1;
const MIB = 15;

/** @param samples in MiB, evenly spread; the last third counts against the one before */
export function isGrowing(samples: readonly number[]): boolean {
  if (samples.length < LEAST) return false;
  const third = Math.floor(samples.length / 3);
  const mean = (part: readonly number[]) => part.reduce((sum, each) => sum + each, 0) / part.length;
  return mean(samples.slice(-third)) > mean(samples.slice(third, 2 * third)) * SHARE + MIB;
}
