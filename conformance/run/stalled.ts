// Whether the time that a case took spoils it: leases of a second must not end before the case says so, on however busy a
// machine.
import type { Golden } from "../golden/format.ts";
import type { PlayedStep } from "../judge/judge.ts";

/** The shortest lease, delay or lock that goldens count on lasts a second; half of it may pass beside the waits. */
export const MOST_STALLED_SECONDS = 0.5;

/** The seconds that a play took beside its waits, for a golden that counts seconds; 0 for any other. */
export function stalledSeconds(golden: Golden, played: readonly PlayedStep[]): number {
  const [first] = played;
  const last = played.at(-1);
  if (first === undefined || last === undefined || !countsSeconds(golden)) return 0;
  const waits = golden.steps
    .slice(first.step, last.step)
    .reduce((sum, step) => sum + (step.kind === "wait" ? step.seconds : 0), 0);
  return last.receivedAt - first.sentAt - waits;
}

/** Waits, or leases that last a few seconds alone. */
function countsSeconds({ steps }: Golden): boolean {
  return steps.some((step) => {
    if (step.kind === "wait") return true;
    const masks = step.replies.flatMap((reply) => reply.masks);
    return masks.some((mask) => mask.is === "time" && mask.offset > 0 && mask.offset < SHORT_SECONDS);
  });
}

const SHORT_SECONDS = 5;
