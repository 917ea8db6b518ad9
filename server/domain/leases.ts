// The leases of one work spec: which attempts are pending, for whom and until when. Attempts that were made in one go share
// a lease, so that a bundle of units costs one place in line and not one each.
import { orderedMap } from "./ordered-map.ts";
import type { Attempt, Lease } from "./work-unit.ts";

export class Leases {
  /** Soonest end first. */
  readonly #byEnd = orderedMap<Lease, undefined>((a, b) => a.expires - b.expires || a.number - b.number);
  /** The newest lease of each worker that has one. */
  readonly #newest = new Map<string, Lease>();
  #made = 0;

  /** Puts attempts of one worker under a new lease. The list is kept: it must not be changed afterwards. */
  add(attempts: readonly Attempt[], workerId: string, expires: number): void {
    const older = this.#newest.get(workerId) ?? null;
    const { length } = attempts;
    const lease: Lease = { workerId, expires, number: this.#made++, attempts, live: length, older, newer: null };
    if (older !== null) older.newer = lease;
    this.#newest.set(workerId, lease);
    for (const attempt of attempts) attempt.lease = lease;
    this.#byEnd.set(lease, undefined);
  }

  /** Takes a pending attempt from under its lease. */
  remove(attempt: Attempt): void {
    const { lease } = attempt;
    if (lease === null) return;
    attempt.lease = null;
    lease.live--;
    if (lease.live === 0) this.#drop(lease);
    else if (lease.live * 2 < lease.attempts.length)
      lease.attempts = lease.attempts.filter((each) => isUnder(each, lease));
  }

  /** The attempts under the first lease that is over, now being strictly later than its end. */
  firstOver(now: number): Attempt[] | undefined {
    const lease = this.#byEnd.minKey();
    if (lease === undefined || lease.expires >= now) return undefined;
    return lease.attempts.filter((attempt) => isUnder(attempt, lease));
  }

  /** The pending attempts of a worker, in no particular order. */
  *ofWorker(workerId: string): Generator<Attempt> {
    for (let lease = this.#newest.get(workerId) ?? null; lease !== null; lease = lease.older) {
      for (const attempt of lease.attempts) if (isUnder(attempt, lease)) yield attempt;
    }
  }

  clear(): void {
    this.#byEnd.clear();
    this.#newest.clear();
  }

  #drop(lease: Lease): void {
    const { older, newer, workerId } = lease;
    this.#byEnd.delete(lease);
    if (older !== null) older.newer = newer;
    if (newer !== null) newer.older = older;
    else if (older !== null) this.#newest.set(workerId, older);
    else this.#newest.delete(workerId);
  }
}

function isUnder(attempt: Attempt, lease: Lease): boolean {
  return attempt.lease === lease;
}
