// The units that get_work handed to a worker and their present state, so that a parent can find children that hang.
import type { Moment } from "./clock.ts";
import type { WorkSpec } from "./work-spec.ts";
import type { Attempt, WorkUnit } from "./work-unit.ts";

/** What one get_work hands out: attempts at units of one work spec, at least one. */
export type Bundle = { readonly spec: WorkSpec; readonly attempts: readonly Attempt[] };

export type Handed = {
  /** The unit that now has this key, or the deleted one. */
  readonly unit: WorkUnit;
  /** The worker of its last lease; null if that was released, so that the unit has no owner. */
  readonly workerId: string | null;
  /** When that lease ends or ended. */
  readonly expires: Moment;
};

/**
 * @param live the unit that has the attempt's key now
 * @returns undefined if the worker itself has ended the unit
 */
export function handedNow(attempt: Attempt, live: WorkUnit | undefined, now: Moment): Handed | undefined {
  if (attempt.status !== "pending") return undefined;
  const unit = live ?? attempt.unit;
  const last = unit.attempt ?? unit.lapsed;
  if (last === null) return { unit, workerId: null, expires: Math.min(attempt.until ?? now, now) };
  return { unit, workerId: last.workerId, expires: last.lease?.expires ?? last.until ?? now };
}
