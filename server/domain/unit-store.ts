// The work units of one work spec: found by key, listed by state in key order, handed out by priority, and returned to
// the line when a lease or a delay ends. Every operation is O(log n); whole states are dropped at once.
import { byBytes, type OrderedMap, orderedMap } from "./ordered-map.ts";
import { type Attempt, type Stored, stateOf, type UnitMeta, type UnitState, type WorkUnit } from "./work-unit.ts";

/** In the order in which a key is looked up: most calls that name a key are about a pending unit. */
const STATES = ["pending", "available", "finished", "failed"] as const satisfies UnitState[];

export class UnitStore {
  readonly #byState: Record<UnitState, OrderedMap<string, WorkUnit>> = {
    available: orderedMap(byBytes),
    pending: orderedMap(byBytes),
    finished: orderedMap(byBytes),
    failed: orderedMap(byBytes),
  };
  /** Available and due, in the order in which they are handed out. */
  readonly #ready = orderedMap<WorkUnit, undefined>(inLine);
  /** Available and not due yet, soonest first. */
  readonly #delayed = orderedMap<WorkUnit, undefined>((a, b) => a.notBefore - b.notBefore || byBytes(a.key, b.key));
  /** Pending, soonest end of lease first. */
  readonly #leases = orderedMap<Attempt, undefined>((a, b) => a.expires - b.expires || byBytes(a.unit.key, b.unit.key));
  readonly #byWorker = new Map<string, Set<Attempt>>();

  /** How many units could be handed out now. */
  get readyCount(): number {
    return this.#ready.size;
  }

  count(state: UnitState): number {
    return this.#byState[state].size;
  }

  /**
   * Lets leases and delays end that are over: a lease when now is strictly later than its end, a delay when now has
   * reached it. To be called with the present time before anything else is asked.
   */
  advance(now: number): void {
    for (let next = this.#leases.minKey(); next !== undefined && next.expires < now; next = this.#leases.minKey()) {
      this.release(next.unit, now);
    }
    for (
      let next = this.#delayed.minKey();
      next !== undefined && next.notBefore <= now;
      next = this.#delayed.minKey()
    ) {
      this.#delayed.delete(next);
      this.#ready.set(next, undefined);
    }
  }

  find(key: string): WorkUnit | undefined {
    for (const state of STATES) {
      const unit = this.#byState[state].get(key);
      if (unit !== undefined) return unit;
    }
    return undefined;
  }

  /** Units of these states in the order of their keys, from the first key greater than `after` (undefined: from the first). */
  *list(states: readonly UnitState[], after?: string): Generator<WorkUnit> {
    const sources = STATES.filter((state) => states.includes(state)).map((state) => {
      const entries = this.#byState[state].entries(after);
      return { entries, next: entries.next() };
    });
    for (const source of sources) {
      if (after !== undefined && source.next.done !== true && source.next.value[0] === after) {
        source.next = source.entries.next();
      }
    }
    for (;;) {
      let first: (typeof sources)[number] | undefined;
      for (const source of sources) {
        if (source.next.done === true) continue;
        if (first === undefined || first.next.done === true || source.next.value[0] < first.next.value[0])
          first = source;
      }
      if (first === undefined || first.next.done === true) return;
      yield first.next.value[1];
      first.next = first.entries.next();
    }
  }

  /** Adds a unit whose key is not there yet. */
  insert(key: string, meta: UnitMeta, now: number): void {
    const { data, notBefore } = meta;
    const priority = Number.isNaN(meta.priority) ? 0 : meta.priority;
    this.#enqueue({ key, data, priority, notBefore, attempt: null, attemptsMade: 0 }, now);
  }

  /** Gives a unit new data and metadata. Finished and failed units become available; pending ones stay pending. */
  replace(unit: WorkUnit, meta: UnitMeta, now: number): void {
    const isPending = unit.attempt?.status === "pending";
    if (!isPending) this.#dequeue(unit);
    unit.data = meta.data;
    unit.priority = Number.isNaN(meta.priority) ? 0 : meta.priority;
    unit.notBefore = meta.notBefore;
    if (isPending) return;
    unit.attempt = null;
    this.#enqueue(unit, now);
  }

  delete(unit: WorkUnit): void {
    this.#dequeue(unit);
  }

  /** Drops every unit of a state; returns how many there were. */
  deleteState(state: UnitState): number {
    const { size } = this.#byState[state];
    this.#byState[state].clear();
    if (state === "available") {
      this.#ready.clear();
      this.#delayed.clear();
    } else if (state === "pending") {
      this.#leases.clear();
      this.#byWorker.clear();
    }
    return size;
  }

  setPriority(unit: WorkUnit, priority: number): void {
    const isReady = this.#ready.delete(unit);
    unit.priority = Number.isNaN(priority) ? 0 : priority;
    if (isReady) this.#ready.set(unit, undefined);
  }

  /** The unit that is handed out next. */
  first(): WorkUnit | undefined {
    return this.#ready.minKey();
  }

  /** Makes an attempt for an available unit, in line or not. */
  lease(unit: WorkUnit, workerId: string, expires: number, serial: number): Attempt {
    this.#dequeue(unit);
    const attempt: Attempt = { unit, workerId, status: "pending", data: unit.data, expires, serial };
    unit.attempt = attempt;
    unit.attemptsMade++;
    this.#byState.pending.set(unit.key, unit);
    this.#leases.set(attempt, undefined);
    const ofWorker = this.#byWorker.get(workerId);
    if (ofWorker === undefined) this.#byWorker.set(workerId, new Set([attempt]));
    else ofWorker.add(attempt);
    return attempt;
  }

  renew(attempt: Attempt, expires: number): void {
    this.#leases.delete(attempt);
    attempt.expires = expires;
    this.#leases.set(attempt, undefined);
  }

  /** Ends an attempt as finished or failed. A failed one may still be finished. */
  complete(attempt: Attempt, status: "finished" | "failed", data: Stored | null): void {
    this.#dequeue(attempt.unit);
    attempt.status = status;
    attempt.data = data;
    this.#byState[status].set(attempt.unit.key, attempt.unit);
  }

  /** Drops the active attempt: the unit is available again with its own data. */
  release(unit: WorkUnit, now: number): void {
    this.#dequeue(unit);
    unit.attempt = null;
    this.#enqueue(unit, now);
  }

  /** The pending attempts of a worker, oldest first. */
  attemptsOf(workerId: string): Iterable<Attempt> {
    return this.#byWorker.get(workerId) ?? [];
  }

  #enqueue(unit: WorkUnit, now: number): void {
    this.#byState.available.set(unit.key, unit);
    (unit.notBefore > now ? this.#delayed : this.#ready).set(unit, undefined);
  }

  /** Takes a unit out of everything that holds it in its present state. */
  #dequeue(unit: WorkUnit): void {
    this.#byState[stateOf(unit)].delete(unit.key);
    const { attempt } = unit;
    if (attempt === null) {
      if (!this.#ready.delete(unit)) this.#delayed.delete(unit);
    } else if (attempt.status === "pending") {
      this.#leases.delete(attempt);
      const ofWorker = this.#byWorker.get(attempt.workerId);
      ofWorker?.delete(attempt);
      if (ofWorker?.size === 0) this.#byWorker.delete(attempt.workerId);
    }
  }
}

/** Priority descending, then key ascending. */
function inLine(a: WorkUnit, b: WorkUnit): number {
  return b.priority - a.priority || byBytes(a.key, b.key);
}
