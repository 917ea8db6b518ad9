// What happens where clients make the daemon hold more than it may: those that hold most are closed, and the log says so. What is
// stored stays: calls that would store more are refused long before.
import type { Connection } from "./connection.ts";
import type { Memory } from "./domain/memory.ts";

/** A connection that holds less is not worth closing. */
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
