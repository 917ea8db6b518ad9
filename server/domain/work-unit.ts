// A work unit, its attempts and their leases, as plain data. unit-store.ts and leases.ts keep them and their order.
import type { Moment } from "./clock.ts";

/**
 * A CBOR value that the domain stores without interpreting it, as a binary string, one char a byte. `null` is CBOR
 * null. Names and keys are binary strings too, so that they are ordered bytewise.
 */
export type Stored = string;

export type UnitState = "available" | "pending" | "finished" | "failed";

export type WorkUnit = {
  readonly key: string;
  /** The unit's own data; while there is an attempt, clients see the attempt's data. */
  data: Stored | null;
  /** Units with higher numbers are handed out first. Never NaN. */
  priority: number;
  /** Not handed out before this moment; 0: immediately. */
  notBefore: Moment;
  /** The active attempt; null while the unit is available. */
  attempt: Attempt | null;
  /** The last attempt, if its lease expired; null if there is an active one, or if the last was released. */
  lapsed: Attempt | null;
  /** The number of attempts ever created, which max_retries limits. */
  attemptsMade: number;
};

export type Attempt = {
  readonly unit: WorkUnit;
  readonly workerId: string;
  status: "pending" | "finished" | "failed";
  /** Initially the unit's data. */
  data: Stored | null;
  /** The lease while it is pending. */
  lease: Lease | null;
  /** When its last lease ends or ended; null while it has a lease. */
  until: Moment | null;
  /** Increases with each attempt created. */
  readonly serial: number;
};

/** A lease: attempts of one worker, created together, with the same end. */
export type Lease = {
  readonly workerId: string;
  readonly expires: Moment;
  /** Distinguishes leases with the same end. */
  readonly number: number;
  /** The attempts of this lease, including some that have left it. */
  attempts: readonly Attempt[];
  /** Index before which all attempts have left it. */
  first: number;
  /** The number of attempts still in it. */
  live: number;
};

/** A unit as given by add_work_units or by the output of a finished unit. */
export type NewUnit = {
  key: string;
  data: Stored | null;
  priority: number;
  /** Seconds until the unit may be handed out; 0 or less: immediately. */
  delay: number;
};

export function stateOf(unit: WorkUnit): UnitState {
  return unit.attempt === null ? "available" : unit.attempt.status;
}

/** The data that clients see: that of the active attempt, or the unit's own if the attempt has none. */
export function visibleData(unit: WorkUnit): Stored | null {
  return unit.attempt?.data ?? unit.data;
}
