// Flaws in the use of resources: memory leaks, and operations that take longer the more data there is.
import { JobQueue } from "../../domain/job-queue.ts";
import { FrameSplitter } from "../../wire/frame-splitter.ts";
import { type Flaw, flawIn } from "./flaw.ts";

/** Number of 8-byte numbers in 1 KiB. */
const KIBIBYTE = 128;

export const processFlaws: readonly Flaw[] = [
  flawIn(
    "leak-a-connection",
    "each connection leaves 1 KiB of memory behind",
    FrameSplitter.prototype,
    "push",
    (original) => {
      const known = new WeakSet<FrameSplitter>();
      const left: number[][] = [];
      return function (this: FrameSplitter, chunk) {
        if (!known.has(this)) {
          known.add(this);
          left.push(Array.from({ length: KIBIBYTE }, () => Math.random()));
        }
        return original.call(this, chunk);
      };
    },
  ),
  flawIn(
    "hand-out-looks-at-all",
    "every hand-out looks at all units of every work spec",
    JobQueue.prototype,
    "getWork",
    (original) => {
      return function (this: JobQueue, request) {
        let there = 0;
        for (const spec of this.specsFrom("")) for (const _ of spec.units.list(["available", "pending"])) there++;
        return there < 0 ? undefined : original.call(this, request);
      };
    },
  ),
];
