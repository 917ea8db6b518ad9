// Generates malformed frames guided by code coverage: a frame that runs server code not run before is kept and mutated further.
import { Session } from "node:inspector";
import { type Random, seeded } from "../../../conformance/random.ts";
import { mangled } from "../../../conformance/stress/hostile/frames.ts";

/** Matches the URLs of the daemon's source or compiled files, without its test tools. */
const OWN = /\/server\/(?!testing\/).*\.(ts|js)$/;

export class GuidedFrames {
  readonly #random: Random;
  readonly #pool: Buffer[];
  readonly #session = new Session();
  #last: Buffer = Buffer.alloc(0);
  /** All paths through functions seen so far, as coverage ranges. */
  readonly #ways = new Set<string>();
  /** Number of frames that reached new code. */
  kept = 0;

  /** @param corpus the initial frames */
  constructor(corpus: readonly Buffer[], seed: number) {
    this.#random = seeded(seed);
    this.#pool = [...corpus];
    this.#session.connect();
    this.#session.post("Profiler.enable");
    // With call counts, each report covers the code run since the last one; without, new closures of known code count as new code.
    this.#session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
    this.#reachesMore();
  }

  /** The next frame. First evaluates the coverage of the previous one, which must have been processed by now. */
  next(): Buffer {
    if (this.#last.length > 0 && this.#reachesMore()) {
      this.kept++;
      this.#pool.push(this.#last);
    }
    const { length } = this.#pool;
    // Half of the frames are mutations of the latest finds, which are the most likely to reach further.
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

/** The path through a function: its position and the ranges not executed; null if it was not run. */
function wayThrough(ranges: readonly Range[]): string | null {
  const [whole, ...parts] = ranges;
  if (whole === undefined || whole.count === 0) return null;
  const leftOut = parts
    .filter(({ count }) => count === 0)
    .map(({ startOffset, endOffset }) => `${startOffset}-${endOffset}`);
  return `${whole.startOffset} ${leftOut.join(" ")}`;
}
