// The work units of one work spec: found by key, listed by state in key order, handed out by priority, and returned to
// the line when a lease or a delay ends. Every operation is O(log n); whole states are dropped at once.
import { Leases } from "./leases.ts";
import { OpenUnits } from "./open-units.ts";
import { byBytes, orderedMap } from "./ordered-map.ts";
import { type Attempt, type NewUnit, type Stored, stateOf, type UnitState, type WorkUnit } from "./work-unit.ts";

/** What becomes of a unit in line that is looked at to be handed out. */
const TAKE = { delete: true };
const TAKE_LAST = { delete: true, break: 0 };

export class UnitStore {
  readonly #open = new OpenUnits();
  readonly #ended = { finished: orderedMap<string, WorkUnit>(byBytes), failed: orderedMap<string, WorkUnit>(byBytes) };
  /** Available and due, in the order in which they are handed out. */
  readonly #ready = orderedMap<WorkUnit, undefined>(inLine);
  /** Available and not due yet, soonest first. */
  readonly #delayed = orderedMap<WorkUnit, undefined>((a, b) => a.notBefore - b.notBefore || byBytes(a.key, b.key));
  readonly #leases = new Leases();

  /** How many units could be handed out now. */
  get readyCount(): number {
    return this.#ready.size;
  }

  count(state: UnitState): number {
    return isEnded(state) ? this.#ended[state].size : this.#open.count(state);
  }

  /**
   * Lets leases and delays end that are over: a lease when now is strictly later than its end, a delay when now has
   * reached it. To be called with the present time before anything else is asked.
   */
  advance(now: number): void {
    for (let over = this.#leases.firstOver(now); over !== undefined; over = this.#leases.firstOver(now)) {
      for (const { unit } of over) this.release(unit, now);
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
    return this.#open.find(key) ?? this.#ended.finished.get(key) ?? this.#ended.failed.get(key);
  }

  /** Units of these states in the order of their keys, from the first key greater than `after` (undefined: from the first). */
  *list(states: readonly UnitState[], after?: string): Generator<WorkUnit> {
    const ended = states.filter(isEnded).map((state) => this.#ended[state]);
    const sources = [...this.#open.indexesOf(states), ...ended].map((index) => {
      const entries = index.entries(after);
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
  insert({ key, data, priority }: NewUnit, notBefore: number, now: number): void {
    const unit = { key, data, priority: comparable(priority), notBefore, attempt: null, attemptsMade: 0 };
    this.#enqueue(unit, now);
  }

  /** Gives a unit new data and metadata. Finished and failed units become available; pending ones stay pending. */
  replace(
    unit: WorkUnit,
    { data, priority }: Pick<NewUnit, "data" | "priority">,
    notBefore: number,
    now: number,
  ): void {
    const isPending = unit.attempt?.status === "pending";
    if (!isPending) this.#dequeue(unit);
    unit.data = data;
    unit.priority = comparable(priority);
    unit.notBefore = notBefore;
    if (isPending) return;
    unit.attempt = null;
    this.#enqueue(unit, now);
  }

  delete(unit: WorkUnit): void {
    this.#dequeue(unit);
  }

  /** Drops every unit of a state; returns how many there were. */
  deleteState(state: UnitState): number {
    if (isEnded(state)) {
      const { size } = this.#ended[state];
      this.#ended[state].clear();
      return size;
    }
    if (state === "pending") {
      this.#leases.clear();
    } else {
      this.#ready.clear();
      this.#delayed.clear();
    }
    return this.#open.deleteState(state);
  }

  setPriority(unit: WorkUnit, priority: number): void {
    const isReady = this.#ready.delete(unit);
    unit.priority = comparable(priority);
    if (isReady) this.#ready.set(unit, undefined);
  }

  /** Makes attempts for the first units in line, `most` at most and at least 1. */
  leaseFirst(most: number, workerId: string, expires: number, nextSerial: () => number): Attempt[] {
    const first = this.#ready.minKey();
    if (first === undefined) return [];
    if (most === 1) return [this.lease(first, workerId, expires, nextSerial())];
    // Of its final length at once: a list that grows is copied again and again.
    const attempts = new Array<Attempt>(Math.min(most, this.#ready.size));
    this.#ready.editRange(first, this.#ready.maxKey() ?? first, true, (unit, _, taken) => {
      attempts[taken] = begin(unit, workerId, nextSerial());
      this.#open.move(unit, "pending");
      return taken + 1 === most ? TAKE_LAST : TAKE;
    });
    this.#leases.add(attempts, workerId, expires);
    return attempts;
  }

  /** Makes an attempt for an available unit, in line or not. */
  lease(unit: WorkUnit, workerId: string, expires: number, serial: number): Attempt {
    this.#leaveLine(unit);
    this.#open.move(unit, "pending");
    const attempt = begin(unit, workerId, serial);
    this.#leases.add([attempt], workerId, expires);
    return attempt;
  }

  renew(attempt: Attempt, expires: number): void {
    this.#leases.remove(attempt);
    this.#leases.add([attempt], attempt.workerId, expires);
  }

  /** Ends an attempt as finished or failed. A failed one may still be finished. */
  complete(attempt: Attempt, status: "finished" | "failed", data: Stored | null): void {
    this.#dequeue(attempt.unit);
    attempt.status = status;
    attempt.data = data;
    this.#ended[status].set(attempt.unit.key, attempt.unit);
  }

  /** Drops the active attempt: the unit is available again with its own data. */
  release(unit: WorkUnit, now: number): void {
    if (unit.attempt?.status === "pending") {
      this.#leases.remove(unit.attempt);
      this.#open.move(unit, "available");
      unit.attempt = null;
      this.#joinLine(unit, now);
    } else {
      this.#dequeue(unit);
      unit.attempt = null;
      this.#enqueue(unit, now);
    }
  }

  /** The pending attempts of a worker, in no particular order. */
  attemptsOf(workerId: string): Iterable<Attempt> {
    return this.#leases.ofWorker(workerId);
  }

  /** Puts an available unit where such a one belongs. */
  #enqueue(unit: WorkUnit, now: number): void {
    this.#open.add(unit);
    this.#joinLine(unit, now);
  }

  #joinLine(unit: WorkUnit, now: number): void {
    (unit.notBefore > now ? this.#delayed : this.#ready).set(unit, undefined);
  }

  #leaveLine(unit: WorkUnit): void {
    if (!this.#ready.delete(unit)) this.#delayed.delete(unit);
  }

  /** Takes a unit out of everything that holds it in its present state. */
  #dequeue(unit: WorkUnit): void {
    const state = stateOf(unit);
    if (isEnded(state)) {
      this.#ended[state].delete(unit.key);
      return;
    }
    this.#open.delete(unit, state);
    if (unit.attempt === null) this.#leaveLine(unit);
    else this.#leases.remove(unit.attempt);
  }
}

function begin(unit: WorkUnit, workerId: string, serial: number): Attempt {
  const attempt: Attempt = { unit, workerId, status: "pending", data: unit.data, lease: null, serial };
  unit.attempt = attempt;
  unit.attemptsMade++;
  return attempt;
}

function isEnded(state: UnitState): state is "finished" | "failed" {
  return state === "finished" || state === "failed";
}

/** A priority that has its place among others. */
function comparable(priority: number): number {
  return Number.isNaN(priority) ? 0 : priority;
}

/** Priority descending, then key ascending. */
function inLine(a: WorkUnit, b: WorkUnit): number {
  return b.priority - a.priority || byBytes(a.key, b.key);
}
