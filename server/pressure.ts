// When clients make the daemon use more memory than allowed, closes the connections that use most, and logs it. Stored
// data is kept: calls that would store more are refused well before that.
import type { Connection } from "./connection.ts";
import type { Memory } from "./domain/memory.ts";

/** A connection that uses less is not closed. */
const LEAST_WORTH_BYTES = 65_536;

export function relieve(memory: Memory, connections: Iterable<Connection>): void {
  if (!memory.isExceeded) return;
  const worth = [...connections].filter(({ held }) => held > LEAST_WORTH_BYTES).sort((a, b) => a.held - b.held);
  while (memory.isExceeded) {
    const most = worth.pop();
    if (most === undefined) return;
    most.close(`it holds ${most.held} bytes, most of all, and the daemon may hold ${memory.most}`);
  }
}
