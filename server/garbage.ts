// Collects garbage when the daemon is idle: V8 does not while nothing is allocated, so memory used by a burst of large
// messages would stay resident. Only for the executable; not used when the daemon runs inside another process.
import process from "node:process";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** With less garbage than this, the pause of a collection is not worth it. */
const WORTH_BYTES = 64 * 2 ** 20;

/** @param held bytes in use, by the daemon's own count */
export function collectGarbage(held: number): void {
  const { heapTotal, external } = process.memoryUsage();
  if (heapTotal + external - held < WORTH_BYTES) return;
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect === "function") collect();
}
