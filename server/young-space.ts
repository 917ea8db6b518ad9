// Limits V8's space for new objects in the executable. Most objects that clients create survive, and V8 copies
// survivors: of its default of 16 MiB that takes ten milliseconds, in which no client is answered, of 2 MiB one. A
// smaller space would be copied too often. Not used when the daemon runs inside another process.
import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

/** Two halves: survivors are copied from one to the other. */
const WANTED_BYTES = 2 * 2 ** 21;
/** More objects than needed to fill it, in case a version of V8 does not grow it. */
const MOST_OBJECTS = 200_000;

/** Lets the space grow to the wanted size by allocating objects, then fixes it at that size. */
export function limitYoungSpace(): void {
  const staying: object[] = [];
  while (youngBytes() < WANTED_BYTES && staying.length < MOST_OBJECTS) {
    for (let i = 0; i < 1000; i++) staying.push({ i });
  }
  setFlagsFromString("--semi-space-growth-factor=1");
  // With so little to copy, starting helper threads costs more than they save.
  setFlagsFromString("--no-parallel-scavenge");
}

function youngBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name: name }) => name === "new_space")?.space_size ?? WANTED_BYTES;
}
