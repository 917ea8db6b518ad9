// Takes the next available units of a work spec and creates an attempt for each.
import type { Moment } from "./clock.ts";
import { COST, type Memory } from "./memory.ts";
import { A_PIECE, type Pieces } from "./pieces.ts";
import type { WorkSpec } from "./work-spec.ts";
import type { Attempt, Stored } from "./work-unit.ts";

export type HandOutTerms = {
  workerId: string;
  /** Most units, apart from the limits of the spec. */
  maxJobs: number;
  /** When the leases end. */
  expires: Moment;
  /** The data given to a unit that fails because it ran out of retries. */
  exhausted: Stored;
  memory: Memory;
};

/** So many batches without a usable unit are skipped in one call. */
const ROUNDS_IN_PASSING = 100;

/**
 * Takes units by priority, then key. A unit whose attempts exceed max_retries fails and is not handed out; if that
 * leaves none, further units are taken.
 * @returns null if so many units failed that the rest must be done by handOutInPieces()
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

/** The same in pieces, for any number of failing units. */
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

/** The attempts that have retries left; fails the others. */
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
