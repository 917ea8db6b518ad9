// Hostile frames led by what they reach: one that runs code of the server which none before it has run is kept, and mangled again.
import { Session } from "node:inspector";
import { type Random, seeded } from "../../../conformance/random.ts";
import { mangled } from "../../../conformance/stress/hostile/frames.ts";

/** Code of the daemon, compiled or not; not its tests. */
const OWN = /\/server\/(?!testing\/).*\.(ts|js)$/;

export class GuidedFrames {
  readonly #random: Random;
  readonly #pool: Buffer[];
  readonly #session = new Session();
  #last: Buffer = Buffer.alloc(0);
  /** Every way through a function that was taken so far. */
  readonly #ways = new Set<string>();
  /** Frames that reached something new. */
  kept = 0;

  /** @param corpus to begin with */
  constructor(corpus: readonly Buffer[], seed: number) {
    this.#random = seeded(seed);
    this.#pool = [...corpus];
    this.#session.connect();
    this.#session.post("Profiler.enable");
    // With counts all that was run since the last time is reported; without, new closures of old code count as new.
    this.#session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
    this.#reachesMore();
  }

  /** The next frame; the one before it is judged by what was run since. */
  next(): Buffer {
    if (this.#last.length > 0 && this.#reachesMore()) {
      this.kept++;
      this.#pool.push(this.#last);
    }
    const { length } = this.#pool;
    // Half of them from what was found last, which leads on.
    const isNew = this.kept > 0 && this.#random.percent(50);
    const at = isNew ? length - 1 - this.#random.below(Math.min(this.kept, length)) : this.#random.below(length);
    const other = this.#pool[this.#random.below(length)] ?? Buffer.alloc(0);
    this.#last = mangled(this.#pool[at] ?? other, other, this.#random);
    return this.#last;
  }

  *[Symbol.iterator](): Generator<Buffer> {
    for (;;) yield this.next();
  }

  close(): void {
    this.#session.disconnect();
  }

  #reachesMore(): boolean {
    let isMore = false;
    this.#session.post("Profiler.takePreciseCoverage", (error, taken) => {
      if (error !== null) throw error;
      for (const { url, functions } of taken.result) {
        if (!OWN.test(url)) continue;
        for (const { ranges } of functions) {
          const way = wayThrough(ranges);
          if (way === null || this.#ways.has(`${url} ${way}`)) continue;
          this.#ways.add(`${url} ${way}`);
          isMore = true;
        }
      }
    });
    return isMore;
  }
}

type Range = { readonly startOffset: number; readonly endOffset: number; readonly count: number };

/** A function and the parts of it that were left out; null where it was not run. */
function wayThrough(ranges: readonly Range[]): string | null {
  const [whole, ...parts] = ranges;
  if (whole === undefined || whole.count === 0) return null;
  const leftOut = parts
    .filter(({ count }) => count === 0)
    .map(({ startOffset, endOffset }) => `${startOffset}-${endOffset}`);
  return `${whole.startOffset} ${leftOut.join(" ")}`;
}
