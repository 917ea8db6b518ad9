// How much memory there is: of the machine, of the group of processes that this one may be confined to, and of V8's heap.
import { totalmem } from "node:os";
import process from "node:process";
import { getHeapStatistics } from "node:v8";

/** What clients may make the daemon hold, as a share of what V8's heap may become: garbage and the program need the rest. */
const HEAP_SHARE = 0.5;
const MOST_OF_HEAP = 0.6;

/** Half of what the machine or its cgroup has, and no more than half of V8's heap, in bytes. */
export function defaultMaxMemory(): number {
  const constrained = process.constrainedMemory() || Number.POSITIVE_INFINITY;
  const machine = Math.min(totalmem(), constrained) / 2;
  return Math.floor(Math.min(machine, getHeapStatistics().heap_size_limit * HEAP_SHARE));
}

/** The most that V8's heap can take of it, whatever is asked for, in bytes. */
export function mostOfHeap(): number {
  return Math.floor(getHeapStatistics().heap_size_limit * MOST_OF_HEAP);
}
