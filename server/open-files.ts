// How many connections the system lets this process have. Beyond the limit on open files the system closes clients without a
// word to anybody, so the daemon stays below it and says whom it turns away.
import { readFileSync } from "node:fs";

/** Open files of the process itself: its output, the event loop, what Node reads now and then. */
const OWN_FILES = 32;

/** @returns the limit on open files less what the process needs itself; infinite where the system does not tell */
export function mostConnections(): number {
  // At least one connection: a limit as low as that says nothing good about any number.
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
