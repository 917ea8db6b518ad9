// The state machine behind update_work_unit: what each status does to a unit in each state.
import { MAX_SECONDS } from "./seconds.ts";
import type { UnitStore } from "./unit-store.ts";
import { type Attempt, type Stored, stateOf, type WorkUnit } from "./work-unit.ts";

/** Status numbers on the wire (coordinate constants.py). BLOCKED, 2, is never a unit's status. */
export const STATUS = { available: 1, pending: 3, finished: 4, failed: 5 } as const;

const DEFAULT_LEASE_SECONDS = 300;

export type UnitUpdate = {
  /** The status to change to; 0: none given, renew the lease or replace the data. */
  status: number;
  /** Seconds; less than 1: the default of 300. */
  leaseSeconds: number;
  /** The new data; null: none given. */
  data: Stored | null;
  /** Who owns an attempt that has to be made for this. A live attempt keeps its owner. */
  workerId: string;
};

export type UpdateOutcome =
  /** The unit has just become finished: it may chain. */
  | "finished"
  | "changed"
  | "unchanged"
  | "no-such-unit"
  | "invalid-status"
  | "cannot-change-finished"
  | "cannot-change-failed";

/** Whether the update will make the unit finished, so that it may chain. */
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
      units.lease(unit, update.workerId, now + leaseOf(update), nextSerial());
      return updatePending(units, unit, update, now);
    }
    case "pending":
      return updatePending(units, unit, update, now);
    case "finished":
      return updateFinished(units, unit, update, now);
    case "failed":
      return updateFailed(units, unit, update, now);
  }
}

/** Only the data of an available unit changes; its priority and delay stay. */
function replaceData(units: UnitStore, unit: WorkUnit, { data }: UnitUpdate, now: number): UpdateOutcome {
  if (data === null) return "unchanged";
  units.replace(unit, { data, priority: unit.priority }, unit.notBefore, now);
  return "changed";
}

function updatePending(units: UnitStore, unit: WorkUnit, update: UnitUpdate, now: number): UpdateOutcome {
  const { attempt } = unit;
  if (attempt === null) return "unchanged";
  switch (update.status) {
    case 0:
    case STATUS.pending:
      units.renew(attempt, now + leaseOf(update));
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

/** A failed unit may still be finished: its worker may have been told to stop just as it came to an end. */
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

function leaseOf({ leaseSeconds }: UnitUpdate): number {
  return leaseSeconds < 1 ? DEFAULT_LEASE_SECONDS : Math.min(leaseSeconds, MAX_SECONDS);
}
