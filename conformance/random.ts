// Deterministic random numbers by seed.

export type Random = {
  /** Evenly spread over 0 to 1, 1 excluded. */
  next(): number;
  /** A whole number from 0 up to but not including `below`. */
  below(below: number): number;
  /** True `percent` times in a hundred. */
  percent(percent: number): boolean;
  /** One of them. @throws Error for none */
  pick<T>(list: readonly T[]): T;
};

/** The generator mulberry32. */
export function seeded(seed: number): Random {
  let state = seed | 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count: number) => Math.floor(next() * count);
  return {
    next,
    below,
    percent: (percent) => next() * 100 < percent,
    pick: <T>(list: readonly T[]): T => {
      const picked = list[below(list.length)];
      if (picked === undefined) throw new Error("Cannot pick from an empty list");
      return picked;
    },
  };
}
