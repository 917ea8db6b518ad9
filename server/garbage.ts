// Gives memory back when nothing is going on. V8 sees no reason to collect garbage while nobody makes any, so that what a burst of
// large messages left behind would stay for ever. For the executable; a daemon inside another process leaves that process alone.
import process from "node:process";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Less garbage than this is not worth the wait of whoever comes just then. */
const WORTH_BYTES = 64 * 2 ** 20;

/** @param held bytes that are no garbage, as far as the daemon knows */
export function collectGarbage(held: number): void {
  const { heapTotal, external } = process.memoryUsage();
  if (heapTotal + external - held < WORTH_BYTES) return;
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect === "function") collect();
}
