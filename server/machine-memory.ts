// The available memory: of the machine, of the process's cgroup, and of V8's heap.
import { totalmem } from "node:os";
import process from "node:process";
import { getHeapStatistics } from "node:v8";

/** Share of V8's maximum heap that clients may use; the rest is for garbage and the program itself. */
const HEAP_SHARE = 0.5;
const MOST_OF_HEAP = 0.6;

/**
 * The default of -max-memory in bytes: half of the machine's or cgroup's memory, and at most half of V8's maximum heap.
 */
export function defaultMaxMemory(): number {
  const constrained = process.constrainedMemory() || Number.POSITIVE_INFINITY;
  const machine = Math.min(totalmem(), constrained) / 2;
  return Math.floor(Math.min(machine, getHeapStatistics().heap_size_limit * HEAP_SHARE));
}

/** The highest possible -max-memory with the present maximum heap, in bytes. */
export function mostOfHeap(): number {
  return Math.floor(getHeapStatistics().heap_size_limit * MOST_OF_HEAP);
}
