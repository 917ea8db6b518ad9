// How much room newly made objects get in the executable. Most of what a client adds stays, and V8 copies what stays: of the
// 16 MiB that it would let pile up that takes ten milliseconds in which no client is answered, of 2 MiB one. Less than that
// would be copied too often. A daemon inside another process leaves that process alone.
import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

/** Objects are copied from one half to the other. */
const WANTED_BYTES = 2 * 2 ** 21;
/** More than it takes; a V8 that does not grow is left as it is. */
const MOST_OBJECTS = 200_000;

/** Lets the space for new objects grow to what is wanted, which it mostly has done by then, and no further. */
export function limitYoungSpace(): void {
  const staying: object[] = [];
  while (youngBytes() < WANTED_BYTES && staying.length < MOST_OBJECTS) {
    for (let i = 0; i < 1000; i++) staying.push({ i });
  }
  setFlagsFromString("--semi-space-growth-factor=1");
  // With so little to copy, calling in other threads costs more than their help is worth.
  setFlagsFromString("--no-parallel-scavenge");
}

function youngBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name: name }) => name === "new_space")?.space_size ?? WANTED_BYTES;
}
