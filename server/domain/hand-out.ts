// Takes the next units of a work spec and makes an attempt for each.
import type { Moment } from "./clock.ts";
import { COST, type Memory } from "./memory.ts";
import { A_PIECE, type Pieces } from "./pieces.ts";
import type { WorkSpec } from "./work-spec.ts";
import type { Attempt, Stored } from "./work-unit.ts";

export type HandOutTerms = {
  workerId: string;
  /** Units at most, before the limits of the spec. */
  maxJobs: number;
  /** When the leases end. */
  expires: Moment;
  /** The data of a unit that ran out of retries. */
  exhausted: Stored;
  memory: Memory;
};

/** Units that ran out of retries are taken this often in passing. */
const ROUNDS_IN_PASSING = 100;

/**
 * Units are taken by priority, then key. One whose attempts exceed max_retries fails at once and is not handed out; as
 * long as that leaves none, more are taken.
 * @returns null where so many failed that the rest is left to handOutInPieces()
 * @throws OutOfMemory
 */
export function handOut(spec: WorkSpec, terms: HandOutTerms, nextSerial: () => number): Attempt[] | null {
  const { units } = spec;
  for (let rounds = 0; rounds < ROUNDS_IN_PASSING; rounds++) {
    const count = wanted(spec, terms);
    const attempts = take(spec, terms, count, nextSerial);
    const left = withRetriesLeft(spec, terms, attempts);
    if (left.length > 0 || units.readyCount === 0 || attempts.length === 0) return left;
  }
  return null;
}

/** The same for any number of units. */
export function* handOutInPieces(spec: WorkSpec, terms: HandOutTerms, nextSerial: () => number): Pieces<Attempt[]> {
  for (;;) {
    const count = wanted(spec, terms);
    const found: Attempt[] = [];
    for (let taken = 0; taken < count; ) {
      const attempts = take(spec, terms, Math.min(count - taken, A_PIECE), nextSerial);
      if (attempts.length === 0) return found;
      taken += attempts.length;
      for (const attempt of withRetriesLeft(spec, terms, attempts)) found.push(attempt);
      yield;
    }
    if (found.length > 0 || count === 0) return found;
  }
}

/** How many units may be taken. */
function wanted(spec: WorkSpec, { maxJobs }: HandOutTerms): number {
  const { maxGetwork } = spec.settings;
  return Math.min(maxJobs, maxGetwork > 0 ? maxGetwork : maxJobs, spec.vacancies, spec.units.readyCount);
}

function take({ units }: WorkSpec, terms: HandOutTerms, count: number, nextSerial: () => number): Attempt[] {
  terms.memory.expectWork(count * COST.attempt + COST.lease);
  return count === 0 ? [] : units.leaseFirst(count, terms.workerId, terms.expires, nextSerial);
}

/** Fails the others. */
function withRetriesLeft(spec: WorkSpec, { exhausted }: HandOutTerms, attempts: Attempt[]): Attempt[] {
  const { maxRetries } = spec.settings;
  if (maxRetries <= 0) return attempts;
  const left = attempts.filter(({ unit }) => unit.attemptsMade <= maxRetries);
  if (left.length === attempts.length) return attempts;
  for (const attempt of attempts) {
    if (attempt.unit.attemptsMade > maxRetries) spec.units.complete(attempt, "failed", exhausted);
  }
  return left;
}
