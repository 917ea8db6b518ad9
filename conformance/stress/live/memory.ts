// Detects whether a process's memory grows during a run.

/** Minimum number of samples: the memory of a process grows while it warms up. */
const LEAST = 45;
const SHARE = 1.1;
const MIB = 15;

/** Compares the last third of the samples with the second. @param samples in MiB, at equal intervals */
export function isGrowing(samples: readonly number[]): boolean {
  if (samples.length < LEAST) return false;
  const third = Math.floor(samples.length / 3);
  const mean = (part: readonly number[]) => part.reduce((sum, each) => sum + each, 0) / part.length;
  return mean(samples.slice(-third)) > mean(samples.slice(third, 2 * third)) * SHARE + MIB;
}
