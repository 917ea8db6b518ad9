// The most connections that the limit on open files allows. Beyond that limit the kernel closes connections without any
// message, so the daemon stays below it and logs which connections it refuses.
import { readFileSync } from "node:fs";

/** File descriptors of the process itself: standard streams, event loop, files that Node reads. */
const OWN_FILES = 32;

/** @returns the limit on open files minus those of the process itself; Infinity if unknown */
export function mostConnections(): number {
  // Never less than one connection.
  return Math.max(1, openFilesLimit() - OWN_FILES);
}

/** The soft limit on open files, from Linux's /proc. */
function openFilesLimit(): number {
  let limits: string;
  try {
    limits = readFileSync("/proc/self/limits", "utf8");
  } catch {
    return Number.POSITIVE_INFINITY;
  }
  const soft = Number(/^Max open files +(\d+)/m.exec(limits)?.[1] ?? Number.NaN);
  return Number.isNaN(soft) ? Number.POSITIVE_INFINITY : soft;
}
