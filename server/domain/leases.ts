// The leases of one work spec: which attempts are pending, for whom and until when. Attempts that were made in one go share
// a lease, so that a bundle of units costs one place in line and not one each.
import { COST, type Memory } from "./memory.ts";
import { OrderedItems } from "./ordered-items.ts";
import type { Attempt, Lease } from "./work-unit.ts";

export class Leases {
  readonly #memory: Memory;
  /** Soonest end first. */
  readonly #byEnd = new OrderedItems<Lease, Lease>((a, b) => a.expires - b.expires || a.number - b.number);
  #made = 0;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  /** Bytes of the leases, without what is under them. */
  get bytes(): number {
    return this.#byEnd.size * COST.lease;
  }

  /** Puts attempts of one worker under a new lease. The list is kept: it must not be changed afterwards. */
  add(attempts: readonly Attempt[], workerId: string, expires: number): void {
    const lease: Lease = { workerId, expires, number: this.#made++, attempts, first: 0, live: attempts.length };
    for (const attempt of attempts) attempt.lease = lease;
    this.#byEnd.add(lease, lease);
    this.#memory.stored += COST.lease;
  }

  /** Takes a pending attempt from under its lease. */
  remove(attempt: Attempt): void {
    const { lease } = attempt;
    if (lease === null) return;
    attempt.lease = null;
    attempt.until = lease.expires;
    lease.live--;
    if (lease.live === 0) this.#drop(lease);
    else if (lease.live * 2 < lease.attempts.length) {
      lease.attempts = lease.attempts.filter((each) => isUnder(each, lease));
      lease.first = 0;
    }
  }

  /** An attempt under the first lease that is over, now being strictly later than its end. */
  firstOver(now: number): Attempt | undefined {
    const lease = this.#byEnd.first();
    return lease === undefined || lease.expires >= now ? undefined : attemptUnder(lease);
  }

  /** One of the attempts. */
  any(): Attempt | undefined {
    const lease = this.#byEnd.first();
    return lease === undefined ? undefined : attemptUnder(lease);
  }

  /** All attempts, in no particular order. */
  *all(): Generator<Attempt> {
    for (const lease of this.#byEnd.values()) {
      for (const attempt of lease.attempts) if (isUnder(attempt, lease)) yield attempt;
    }
  }

  clear(): void {
    this.#memory.stored -= this.bytes;
    this.#byEnd.clear();
  }

  #drop(lease: Lease): void {
    this.#byEnd.delete(lease);
    this.#memory.stored -= COST.lease;
  }
}

/** The first attempt that is still under a lease. Those before it are not looked at again: with half of them gone the list is cut. */
function attemptUnder(lease: Lease): Attempt | undefined {
  for (let i = lease.first; i < lease.attempts.length; i++) {
    const attempt = lease.attempts[i];
    if (attempt === undefined || !isUnder(attempt, lease)) continue;
    lease.first = i;
    return attempt;
  }
  return undefined;
}

function isUnder(attempt: Attempt, lease: Lease): boolean {
  return attempt.lease === lease;
}
