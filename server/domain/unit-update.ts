// The state machine of update_work_unit: the effect of each status on a unit in each state.
import { DEFAULT_LEASE_SECONDS, MAX_SECONDS } from "./seconds.ts";
import type { UnitStore } from "./unit-store.ts";
import { type Attempt, type Stored, stateOf, type WorkUnit } from "./work-unit.ts";

/** Status numbers on the wire (coordinate constants.py). */
export const STATUS = { available: 1, pending: 3, finished: 4, failed: 5 } as const;

/** A status that the client defines a constant for, but that no unit ever has; as a filter it matches nothing. */
export const BLOCKED = 2;

export type UnitUpdate = {
  /** The status to change to; 0: none given, renew the lease or replace the data. */
  status: number;
  /** Seconds; less than 1: DEFAULT_LEASE_SECONDS. null: not given, and the lease is not shortened. */
  leaseSeconds: number | null;
  /** The new data; null: none given. */
  data: Stored | null;
  /** The owner of an attempt created by the update. An active attempt keeps its owner. */
  workerId: string;
};

export type UpdateOutcome =
  /** The unit has just become finished, so its output may be added to another spec. */
  | "finished"
  | "changed"
  | "unchanged"
  | "no-such-unit"
  | "invalid-status"
  | "cannot-change-finished"
  | "cannot-change-failed";

/** Whether the update will finish the unit. */
export function finishes(unit: WorkUnit, { status }: UnitUpdate): boolean {
  return status === STATUS.finished && stateOf(unit) !== "finished";
}

export function updateUnit(
  units: UnitStore,
  unit: WorkUnit,
  update: UnitUpdate,
  now: number,
  nextSerial: () => number,
): UpdateOutcome {
  switch (stateOf(unit)) {
    case "available": {
      if (update.status === 0 || update.status === STATUS.available) return replaceData(units, unit, update, now);
      if (!isStatus(update.status)) return "invalid-status";
      const { lapsed } = unit;
      const attempt = units.lease(unit, update.workerId, now + leaseOf(update), nextSerial());
      const outcome = updatePending(units, unit, update, now);
      // The client does not say who ends a unit: assume the last owner, if known.
      if (lapsed !== null && (update.workerId === "" || update.workerId === lapsed.workerId))
        lapsed.status = attempt.status;
      return outcome;
    }
    case "pending":
      return updatePending(units, unit, update, now);
    case "finished":
      return updateFinished(units, unit, update, now);
    case "failed":
      return updateFailed(units, unit, update, now);
  }
}

/** Changes only the data of an available unit; priority and delay stay. */
function replaceData(units: UnitStore, unit: WorkUnit, { status, data }: UnitUpdate, now: number): UpdateOutcome {
  // Already available, reported as changed: whoever retries units wants to know which are not available afterwards.
  if (status === STATUS.available && unit.lapsed !== null) units.release(unit, now);
  if (data === null) return status === STATUS.available ? "changed" : "unchanged";
  units.replace(unit, { data, priority: unit.priority }, unit.notBefore, now);
  return "changed";
}

function updatePending(units: UnitStore, unit: WorkUnit, update: UnitUpdate, now: number): UpdateOutcome {
  const { attempt } = unit;
  if (attempt === null) return "unchanged";
  switch (update.status) {
    case 0:
    case STATUS.pending:
      units.renew(attempt, renewedUntil(attempt, update, now));
      if (update.data !== null) units.setData(attempt, update.data);
      return "changed";
    case STATUS.available:
      units.release(unit, now);
      return "changed";
    case STATUS.finished:
      return complete(units, attempt, "finished", update);
    case STATUS.failed:
      return complete(units, attempt, "failed", update);
    default:
      return "invalid-status";
  }
}

function updateFinished(units: UnitStore, unit: WorkUnit, update: UnitUpdate, now: number): UpdateOutcome {
  switch (update.status) {
    case 0:
    case STATUS.finished:
    case STATUS.failed:
      return "unchanged";
    case STATUS.available:
      units.release(unit, now);
      return "changed";
    default:
      return "cannot-change-finished";
  }
}

/** A failed unit may still be finished: its worker may have been told to stop just as it finished. */
function updateFailed(units: UnitStore, unit: WorkUnit, update: UnitUpdate, now: number): UpdateOutcome {
  switch (update.status) {
    case 0:
    case STATUS.failed:
      return "unchanged";
    case STATUS.available:
      units.release(unit, now);
      return "changed";
    case STATUS.finished:
      return unit.attempt === null ? "unchanged" : complete(units, unit.attempt, "finished", update);
    default:
      return "cannot-change-failed";
  }
}

function complete(
  units: UnitStore,
  attempt: Attempt,
  status: "finished" | "failed",
  { data }: UnitUpdate,
): UpdateOutcome {
  units.complete(attempt, status, data ?? attempt.data);
  return status === "finished" ? "finished" : "changed";
}

function isStatus(status: number): boolean {
  return Object.values<number>(STATUS).includes(status);
}

/** An update without a lease time extends a lease to the default time, but does not shorten it. */
function renewedUntil({ lease }: Attempt, update: UnitUpdate, now: number): number {
  const until = now + leaseOf(update);
  return update.leaseSeconds === null && lease !== null ? Math.max(until, lease.expires) : until;
}

function leaseOf({ leaseSeconds }: UnitUpdate): number {
  return leaseSeconds === null || leaseSeconds < 1 ? DEFAULT_LEASE_SECONDS : Math.min(leaseSeconds, MAX_SECONDS);
}
