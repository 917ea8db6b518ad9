// Detects cases that took too long to be judged: on a busy machine leases of one second may expire before the case
// expects it.
import type { Golden } from "../golden/format.ts";
import type { PlayedStep } from "../judge/judge.ts";

/**
 * Half of the shortest lease, delay or lock (one second) that goldens use; more time than this must not pass outside of
 * pauses.
 */
export const MOST_STALLED_SECONDS = 0.5;

/** The seconds that a play took besides its pauses, for a golden that depends on time; 0 for any other. */
export function stalledSeconds(golden: Golden, played: readonly PlayedStep[]): number {
  const [first] = played;
  const last = played.at(-1);
  if (first === undefined || last === undefined || !countsSeconds(golden)) return 0;
  const waits = golden.steps
    .slice(first.step, last.step)
    .reduce((sum, step) => sum + (step.kind === "wait" ? step.seconds : 0), 0);
  // An answer that never came is the daemon's doing.
  const step = golden.steps.find(({ number }) => number === last.step);
  const isComplete = step?.kind === "exchange" && last.replies.length >= step.replies.length;
  return (isComplete ? last.receivedAt : last.sentAt) - first.sentAt - waits;
}

/** Whether a golden has pauses, or leases of only a few seconds. */
function countsSeconds({ steps }: Golden): boolean {
  return steps.some((step) => {
    if (step.kind === "wait") return true;
    const masks = step.replies.flatMap((reply) => reply.masks);
    return masks.some((mask) => mask.is === "time" && mask.offset > 0 && mask.offset < SHORT_SECONDS);
  });
}

const SHORT_SECONDS = 5;
