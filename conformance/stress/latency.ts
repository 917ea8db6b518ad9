// A histogram of reply times in buckets that grow by a tenth, with constant memory.
import { elementAt } from "../element-at.ts";

const BUCKETS = 200;
const STEP = 1.1;

export class Latencies {
  readonly #counts = new Uint32Array(BUCKETS);
  #total = 0;
  longest = 0;

  /** Counts one reply time. @param microseconds at least 0 */
  add(microseconds: number): void {
    const bucket = Math.min(BUCKETS - 1, Math.max(0, Math.floor(Math.log(Math.max(1, microseconds)) / Math.log(STEP))));
    this.#counts[bucket] = elementAt(this.#counts, bucket) + 1;
    this.#total++;
    this.longest = Math.max(this.longest, microseconds);
  }

  /** The reply time in microseconds that a share (0 to 1) of the replies did not exceed, accurate to a tenth. */
  quantile(share: number): number {
    let left = this.#total * share;
    for (const [bucket, count] of this.#counts.entries()) {
      left -= count;
      if (left <= 0) return Math.min(this.longest, Math.round(STEP ** (bucket + 1)));
    }
    return this.longest;
  }
}
