// The requests of the goldens, from which malformed frames are made.
import type { Golden } from "../../golden/format.ts";

/** Every request of some goldens, once, in their order. */
export function requestsIn(goldens: readonly Golden[]): Buffer[] {
  const seen = new Map<string, Buffer>();
  for (const { steps } of goldens) {
    for (const step of steps) {
      if (step.kind !== "exchange") continue;
      for (const bytes of step.sends) seen.set(Buffer.from(bytes).toString("latin1"), Buffer.from(bytes));
    }
  }
  return [...seen.values()].filter(({ length }) => length > 0 && length <= LONGEST);
}

/** Longer requests are there for their length alone. */
const LONGEST = 2_000;

/** Methods that would touch what a stress run is at work on, its workers too, or make other work, if a frame reached one. */
const REACHING_FAR =
  /clear|heartbeat|unregister|get.?work'?$|get_work(?!_)|GetWork(?!U|S)|add.?work|set.?work|control|lock|renew|delete|namespace|stress-/i;

/** Those among frames that leave a workload alone, whatever a daemon makes of them. */
export function harmless(frames: readonly Buffer[]): Buffer[] {
  return frames.filter((frame) => !REACHING_FAR.test(frame.toString("latin1")));
}
