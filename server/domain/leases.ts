// The leases of one work spec: which attempts are pending, whose they are, and when they expire. Attempts created
// together share one lease, so that a bundle of units is one entry in the queue by expiration.
import { COST, type Memory } from "./memory.ts";
import { OrderedItems } from "./ordered-items.ts";
import type { Attempt, Lease } from "./work-unit.ts";

export class Leases {
  readonly #memory: Memory;
  /** Ordered by expiration. */
  readonly #byEnd = new OrderedItems<Lease, Lease>((a, b) => a.expires - b.expires || a.number - b.number);
  #made = 0;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  /** Bytes of the leases, without their attempts. */
  get bytes(): number {
    return this.#byEnd.size * COST.lease;
  }

  /** Creates a lease for attempts of one worker. Keeps the list, which must not be changed afterwards. */
  add(attempts: readonly Attempt[], workerId: string, expires: number): void {
    const lease: Lease = { workerId, expires, number: this.#made++, attempts, first: 0, live: attempts.length };
    for (const attempt of attempts) attempt.lease = lease;
    this.#byEnd.add(lease, lease);
    this.#memory.stored += COST.lease;
  }

  /** Removes a pending attempt from its lease. */
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

  /** An attempt of the first lease that has expired, that is, whose end is before `now`. */
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

/**
 * The first attempt still in a lease. Skips earlier ones permanently; when half of them are gone the list is shortened.
 */
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
