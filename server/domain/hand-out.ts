// Takes the next units of a work spec and makes an attempt for each.
import type { WorkSpec } from "./work-spec.ts";
import type { Attempt, Stored } from "./work-unit.ts";

export type HandOutTerms = {
  workerId: string;
  /** Units at most, before the limits of the spec. */
  maxJobs: number;
  /** When the leases end, in seconds since the epoch. */
  expires: number;
  /** The data of a unit that ran out of retries. */
  exhausted: Stored;
};

/**
 * Units are taken by priority, then key. One whose attempts exceed max_retries fails at once and is not handed out; as
 * long as that leaves none, more are taken.
 */
export function handOut(spec: WorkSpec, terms: HandOutTerms, nextSerial: () => number): Attempt[] {
  const { units, settings } = spec;
  const { maxGetwork, maxRetries } = settings;
  const count = Math.min(terms.maxJobs, maxGetwork > 0 ? maxGetwork : terms.maxJobs, spec.vacancies);
  for (;;) {
    const attempts = units.leaseFirst(count, terms.workerId, terms.expires, nextSerial);
    if (maxRetries <= 0 || attempts.length === 0) return attempts;
    const left = attempts.filter((attempt) => attempt.unit.attemptsMade <= maxRetries);
    for (const attempt of attempts) {
      if (attempt.unit.attemptsMade > maxRetries) units.complete(attempt, "failed", terms.exhausted);
    }
    if (left.length > 0) return left;
  }
}
