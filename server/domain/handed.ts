// What get_work handed to a worker, and what has become of it: how a parent sees which of its children hang.
import type { Moment } from "./clock.ts";
import type { WorkSpec } from "./work-spec.ts";
import type { Attempt, WorkUnit } from "./work-unit.ts";

/** What one get_work hands out: attempts at units of one work spec, at least one. */
export type Bundle = { readonly spec: WorkSpec; readonly attempts: readonly Attempt[] };

export type Handed = {
  /** The unit of that key as it is now, or as it was when it was deleted. */
  readonly unit: WorkUnit;
  /** Whose its last lease is or was; null where that was given back, so that it is nobody's. */
  readonly workerId: string | null;
  /** When that lease ends or ended. */
  readonly expires: Moment;
};

/**
 * @param live the unit of the attempt's key that is there now
 * @returns undefined where the worker has ended the unit itself
 */
export function handedNow(attempt: Attempt, live: WorkUnit | undefined, now: Moment): Handed | undefined {
  if (attempt.status !== "pending") return undefined;
  const unit = live ?? attempt.unit;
  const last = unit.attempt ?? unit.lapsed;
  if (last === null) return { unit, workerId: null, expires: Math.min(attempt.until ?? now, now) };
  return { unit, workerId: last.workerId, expires: last.lease?.expires ?? last.until ?? now };
}
