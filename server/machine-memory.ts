// The available memory: of the machine, of the process's cgroup, of its address space, and of V8's heap.
import { readFileSync } from "node:fs";
import { totalmem } from "node:os";
import process from "node:process";
import { getHeapStatistics } from "node:v8";

/** Share of V8's maximum heap that clients may use; the rest is for garbage and the program itself. */
const HEAP_SHARE = 0.5;
const MOST_OF_HEAP = 0.6;
/** What V8's limit has for new objects, unless a flag says otherwise: nothing can be stored there. */
const YOUNG_BYTES = 48 * 2 ** 20;
/** Share of a limit for new and old objects together that remains for old ones. */
const LEAST_OLD_SHARE = 0.25;

/**
 * The default of -max-memory in bytes: half of the machine's or cgroup's memory or of what `ulimit -v` leaves, and at
 * most half of V8's maximum heap.
 */
export function defaultMaxMemory(): number {
  const constrained = process.constrainedMemory() || Number.POSITIVE_INFINITY;
  const machine = Math.min(totalmem(), constrained, addressSpaceLeft()) / 2;
  return Math.floor(Math.min(machine, heapBytes() * HEAP_SHARE));
}

/** The highest possible -max-memory with the present maximum heap, in bytes. */
export function mostOfHeap(): number {
  return Math.floor(heapBytes() * MOST_OF_HEAP);
}

/** The maximum size of V8's space for objects that stay. */
function heapBytes(): number {
  const { heap_size_limit: limit } = getHeapStatistics();
  return Math.max(limit - YOUNG_BYTES, limit * LEAST_OLD_SHARE);
}

/** What the process may still allocate under a limit on its address space; Infinity without one, or if unknown. */
function addressSpaceLeft(): number {
  const most = Number(/^Max address space +(\d+)/m.exec(fileOfProcess("limits"))?.[1] ?? Number.NaN);
  const used = Number(/^VmSize:\s+(\d+) kB/m.exec(fileOfProcess("status"))?.[1] ?? Number.NaN) * 1024;
  return Number.isNaN(most - used) ? Number.POSITIVE_INFINITY : Math.max(0, most - used);
}

/** A file that Linux has for the process; empty elsewhere. */
function fileOfProcess(name: string): string {
  try {
    return readFileSync(`/proc/self/${name}`, "utf8");
  } catch {
    return "";
  }
}
