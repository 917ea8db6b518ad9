// Percentiles, medians and ratios of numbers, independent of what they measure.

/**
 * The nearest-rank percentile of sorted values: the smallest value that at least the fraction `share` (0 to 1) of them do not
 * exceed. NaN if there are no values.
 */
export function percentile(sorted: Float64Array, share: number): number {
  const rank = Math.max(1, Math.ceil(share * sorted.length));
  return sorted[rank - 1] ?? Number.NaN;
}

/** The middle value, or the mean of the two middle ones. NaN if there are no values. */
export function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}

export type Ratio = { median: number; min: number; max: number };

/** Compares `values` with `others` measured in the same turns: median, minimum and maximum of the ratios of each turn. */
export function ratio(values: readonly number[], others: readonly number[]): Ratio {
  if (values.length !== others.length) throw new RangeError(`${values.length} turns against ${others.length}`);
  const each = values.map((value, turn) => value / (others[turn] ?? Number.NaN));
  return { median: median(each), min: Math.min(...each), max: Math.max(...each) };
}

/** Collects values in order, cheaply, and sorts them once. */
export class Samples {
  #values = new Float64Array(1024);
  #count = 0;

  add(value: number): void {
    if (this.#count === this.#values.length) {
      const larger = new Float64Array(this.#count * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#count++] = value;
  }

  addAll(others: Samples): void {
    for (const value of others.sorted()) this.add(value);
  }

  get count(): number {
    return this.#count;
  }

  sorted(): Float64Array {
    return this.#values.slice(0, this.#count).sort();
  }
}
