// The requests of the goldens, from which malformed frames are made.
import type { Golden } from "../../golden/format.ts";

/** All different requests of some goldens, in order. */
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

/** Maximum bytes of a request; longer ones only test the length. */
const LONGEST = 2_000;

/** Methods by which a frame could affect the work specs or workers of a stress run, or create other work. */
const REACHING_FAR =
  /clear|heartbeat|unregister|get.?work'?$|get_work(?!_)|GetWork(?!U|S)|add.?work|set.?work|control|lock|renew|delete|namespace|stress-/i;

/** The frames that cannot affect a workload, however the daemon treats them. */
export function harmless(frames: readonly Buffer[]): Buffer[] {
  return frames.filter((frame) => !REACHING_FAR.test(frame.toString("latin1")));
}
