// A work unit, its attempts and their leases, as plain data. Which of them exist and where they stand in line: unit-store.ts,
// leases.ts.
import type { Moment } from "./clock.ts";

/**
 * A CBOR value that the domain stores and never looks into: a binary string, one char a byte. `null` is CBOR null.
 * Names and keys are binary strings too, so that they compare bytewise.
 */
export type Stored = string;

export type UnitState = "available" | "pending" | "finished" | "failed";

export type WorkUnit = {
  readonly key: string;
  /** The unit's own data; while there is an attempt, the attempt's data is what clients see. */
  data: Stored | null;
  /** Higher goes first. Never NaN. */
  priority: number;
  /** Not handed out before this moment; 0 for at once. */
  notBefore: Moment;
  /** The active attempt; none while the unit is available. */
  attempt: Attempt | null;
  /** The attempt whose lease ran out last; none while there is an active one, or where it was given back. */
  lapsed: Attempt | null;
  /** How many attempts were ever made: what max_retries limits. */
  attemptsMade: number;
};

export type Attempt = {
  readonly unit: WorkUnit;
  readonly workerId: string;
  status: "pending" | "finished" | "failed";
  /** Starts as the unit's data. */
  data: Stored | null;
  /** What it is held under while it is pending, and until when. */
  lease: Lease | null;
  /** When the lease that it was under last ends or ended; null while it is under one. */
  until: Moment | null;
  /** Orders attempts by when they were made. */
  readonly serial: number;
};

/** What one worker got at one time, until one end. */
export type Lease = {
  readonly workerId: string;
  readonly expires: Moment;
  /** Tells leases of one end apart. */
  readonly number: number;
  /** Those under this lease, and some that have left it: theirs is another one, or none. */
  attempts: readonly Attempt[];
  /** None of those before this one is under it any more. */
  first: number;
  /** How many are still under it. */
  live: number;
};

/** What add_work_units or a chained output says of a unit. */
export type NewUnit = {
  key: string;
  data: Stored | null;
  priority: number;
  /** Seconds from now until the unit may be handed out; 0 or less for at once. */
  delay: number;
};

export function stateOf(unit: WorkUnit): UnitState {
  return unit.attempt === null ? "available" : unit.attempt.status;
}

/** The data that clients see: that of the active attempt unless it has none, else the unit's own. */
export function visibleData(unit: WorkUnit): Stored | null {
  return unit.attempt?.data ?? unit.data;
}
