// The work units of one work spec: found by key, listed by state in key order, handed out by priority, and made
// available when a lease or a delay ends. Operations on a unit take O(log n); all units of a state are deleted without
// sorting.
import { Leases } from "./leases.ts";
import { COST, Memory, sizeOf } from "./memory.ts";
import { OpenUnits, unitsByKey } from "./open-units.ts";
import { OrderedItems } from "./ordered-items.ts";
import { byBytes } from "./ordered-map.ts";
import { A_PIECE, type Pieces } from "./pieces.ts";
import { type Attempt, type NewUnit, type Stored, stateOf, type UnitState, type WorkUnit } from "./work-unit.ts";

/** Up to this many units of a state are sorted to be listed; more are filtered out of all units in key order. */
const FEW = 2000;

export class UnitStore {
  readonly #open = new OpenUnits();
  readonly #ended = { finished: unitsByKey(), failed: unitsByKey() };
  /** Available units without a pending delay, in the order of handing out. */
  readonly #ready = new OrderedItems<WorkUnit, WorkUnit>(inLine);
  /** Available units with a pending delay, by its end. */
  readonly #delayed = new OrderedItems<WorkUnit, WorkUnit>(
    (a, b) => a.notBefore - b.notBefore || byBytes(a.key, b.key),
  );
  readonly #memory: Memory;
  readonly #leases: Leases;
  /** Bytes of all units, by where they are stored. */
  readonly #bytes = { open: 0, finished: 0, failed: 0 };

  /** @param memory counts the memory of the units */
  constructor(memory = new Memory()) {
    this.#memory = memory;
    this.#leases = new Leases(memory);
  }

  /** Bytes of all units and leases. */
  get bytes(): number {
    const { open, finished, failed } = this.#bytes;
    return open + finished + failed + this.#leases.bytes;
  }

  /** How many units could be handed out now. */
  get readyCount(): number {
    return this.#ready.size;
  }

  /** How many units are available or pending. */
  get openCount(): number {
    return this.#open.size;
  }

  count(state: UnitState): number {
    return isEnded(state) ? this.#ended[state].size : this.#open.count(state);
  }

  /**
   * Ends leases and delays that are over: a lease when `now` is greater than its end, a delay when `now` has reached
   * it. Must be called with the present time before any other method.
   * @param most most of them to end
   * @returns whether all of them were ended
   */
  advance(now: number, most = Number.POSITIVE_INFINITY): boolean {
    let left = most;
    for (let over = this.#leases.firstOver(now); over !== undefined; over = this.#leases.firstOver(now)) {
      if (left-- <= 0) return false;
      this.#lapse(over, now);
    }
    for (let next = this.#delayed.first(); next !== undefined && next.notBefore <= now; next = this.#delayed.first()) {
      if (left-- <= 0) return false;
      this.#delayed.delete(next);
      this.#ready.add(next, next);
    }
    return true;
  }

  /** The same in pieces, for any number of them. */
  *advanceInPieces(now: number): Pieces {
    while (!this.advance(now, A_PIECE)) yield;
  }

  find(key: string): WorkUnit | undefined {
    return this.#open.find(key) ?? this.#ended.finished.find(key) ?? this.#ended.failed.find(key);
  }

  /** Units of these states by key, from the first key greater than `after` (undefined: from the first). */
  *list(states: readonly UnitState[], after?: string): Generator<WorkUnit> {
    for (const unit of this.listInPieces(states, after)) if (unit !== undefined) yield unit;
  }

  /** The same, yielding undefined now and then while it skips other units. */
  *listInPieces(states: readonly UnitState[], after?: string): Generator<WorkUnit | undefined> {
    const sources = this.#sources(states, after);
    for (const source of sources) source.next = following(source.units);
    let passed = 0;
    for (;;) {
      let first: Source | undefined;
      for (const source of sources) {
        if (source.next !== undefined && (first?.next === undefined || source.next.key < first.next.key))
          first = source;
      }
      if (first?.next === undefined) return;
      const unit = first.next;
      first.next = following(first.units);
      if ((after === undefined || unit.key > after) && states.includes(stateOf(unit))) yield unit;
      else if (++passed % A_PIECE === 0) yield undefined;
    }
  }

  /** The indexes that contain the units of these states, possibly among others. */
  #sources(states: readonly UnitState[], after: string | undefined): Source[] {
    const indexes: Iterator<WorkUnit>[] = states.filter(isEnded).map((state) => this.#ended[state].values(after));
    const [open, ...more] = states.filter(isOpen);
    if (open !== undefined) {
      const isFew = more.length === 0 && this.#open.count(open) <= FEW;
      indexes.push(isFew ? this.#few(open) : this.#open.values(after));
    }
    return indexes.map((units) => ({ units, next: undefined }));
  }

  /** All units of an open state that has few, since filtering them out of the others could take long. */
  #few(state: "available" | "pending"): Iterator<WorkUnit> {
    const units =
      state === "pending"
        ? Array.from(this.#leases.all(), ({ unit }) => unit)
        : [...this.#ready.values(), ...this.#delayed.values()];
    return units.sort((a, b) => byBytes(a.key, b.key)).values();
  }

  /** Adds a unit whose key does not exist yet. */
  insert({ key, data, priority }: NewUnit, notBefore: number, now: number): void {
    const unit = { key, data, priority: comparable(priority), notBefore, attempt: null, lapsed: null, attemptsMade: 0 };
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
    if (isPending) this.#count("open", -bytesOf(unit));
    else this.#dequeue(unit);
    unit.data = data;
    unit.priority = comparable(priority);
    unit.notBefore = notBefore;
    if (isPending) {
      this.#count("open", bytesOf(unit));
      return;
    }
    unit.attempt = null;
    this.#enqueue(unit, now);
  }

  delete(unit: WorkUnit): void {
    this.#dequeue(unit);
  }

  /** Deletes every unit; returns their number. */
  clear(): number {
    const count = this.#open.size + this.#ended.finished.size + this.#ended.failed.size;
    this.#clearOpen();
    for (const state of ["finished", "failed"] as const) this.#clearEnded(state);
    return count;
  }

  /** Deletes every unit of a state; returns their number. */
  *deleteState(state: UnitState): Pieces<number> {
    const count = this.count(state);
    if (isEnded(state)) {
      this.#clearEnded(state);
    } else if (count === this.#open.size) {
      this.#clearOpen();
    } else {
      for (let left = count; left > 0; left--) {
        const unit = state === "pending" ? this.#leases.any()?.unit : (this.#ready.first() ?? this.#delayed.first());
        if (unit !== undefined) this.delete(unit);
        if (left % A_PIECE === 0) yield;
      }
    }
    return count;
  }

  setPriority(unit: WorkUnit, priority: number): void {
    const isReady = this.#ready.delete(unit);
    unit.priority = comparable(priority);
    if (isReady) this.#ready.add(unit, unit);
  }

  /** Creates attempts for the first units to be handed out, at most `most`, which is at least 1. */
  leaseFirst(most: number, workerId: string, expires: number, nextSerial: () => number): Attempt[] {
    // Allocated with its final length, since a growing array is copied repeatedly.
    const attempts = new Array<Attempt>(Math.min(most, this.#ready.size));
    for (let taken = 0; taken < attempts.length; taken++) {
      const unit = this.#ready.takeFirst();
      if (unit === undefined) break;
      const before = bytesOf(unit);
      attempts[taken] = begin(unit, workerId, nextSerial());
      this.#count("open", bytesOf(unit) - before);
      this.#open.move("pending");
    }
    if (attempts.length > 0) this.#leases.add(attempts, workerId, expires);
    return attempts;
  }

  /** Creates an attempt for an available unit, even one with a pending delay. */
  lease(unit: WorkUnit, workerId: string, expires: number, serial: number): Attempt {
    this.#leaveLine(unit);
    this.#open.move("pending");
    const before = bytesOf(unit);
    const attempt = begin(unit, workerId, serial);
    this.#count("open", bytesOf(unit) - before);
    this.#leases.add([attempt], workerId, expires);
    return attempt;
  }

  /** Sets the data of a pending attempt. */
  setData(attempt: Attempt, data: Stored | null): void {
    const before = bytesOf(attempt.unit);
    attempt.data = data;
    this.#count("open", bytesOf(attempt.unit) - before);
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
    this.#ended[status].add(attempt.unit.key, attempt.unit);
    this.#count(status, bytesOf(attempt.unit));
  }

  /** Drops the active attempt, if any: the unit becomes available with its own data and without an owner. */
  release(unit: WorkUnit, now: number): void {
    const { attempt } = unit;
    if (attempt?.status === "pending") {
      this.#detach(attempt, null, now);
      attempt.until = now;
      return;
    }
    this.#dequeue(unit);
    unit.attempt = null;
    unit.lapsed = null;
    this.#enqueue(unit, now);
  }

  /** The same for an attempt whose lease expired; its owner is remembered. */
  #lapse(attempt: Attempt, now: number): void {
    this.#detach(attempt, attempt, now);
    attempt.data = null;
  }

  #detach(attempt: Attempt, lapsed: Attempt | null, now: number): void {
    const { unit } = attempt;
    this.#leases.remove(attempt);
    this.#open.move("available");
    const before = bytesOf(unit);
    unit.attempt = null;
    unit.lapsed = lapsed;
    this.#count("open", bytesOf(unit) - before);
    this.#joinLine(unit, now);
  }

  /** Adds an available unit to the queue that it belongs to. */
  #enqueue(unit: WorkUnit, now: number): void {
    this.#open.add(unit);
    this.#count("open", bytesOf(unit));
    this.#joinLine(unit, now);
  }

  #joinLine(unit: WorkUnit, now: number): void {
    (unit.notBefore > now ? this.#delayed : this.#ready).add(unit, unit);
  }

  #leaveLine(unit: WorkUnit): void {
    if (!this.#ready.delete(unit)) this.#delayed.delete(unit);
  }

  /** Removes a unit from all indexes of its present state. */
  #dequeue(unit: WorkUnit): void {
    const state = stateOf(unit);
    if (isEnded(state)) {
      this.#ended[state].delete(unit.key);
      this.#count(state, -bytesOf(unit));
      return;
    }
    this.#open.delete(unit, state);
    this.#count("open", -bytesOf(unit));
    if (unit.attempt === null) this.#leaveLine(unit);
    else this.#leases.remove(unit.attempt);
  }

  #clearOpen(): void {
    this.#open.clear();
    this.#ready.clear();
    this.#delayed.clear();
    this.#leases.clear();
    this.#count("open", -this.#bytes.open);
  }

  #clearEnded(state: "finished" | "failed"): void {
    this.#ended[state].clear();
    this.#count(state, -this.#bytes[state]);
  }

  #count(where: "open" | "finished" | "failed", bytes: number): void {
    this.#bytes[where] += bytes;
    this.#memory.stored += bytes;
  }
}

/** The memory of a unit and its attempt. An attempt starts with the unit's own data, which is counted once. */
function bytesOf({ key, data, attempt, lapsed }: WorkUnit): number {
  const own = COST.unit + key.length + sizeOf(data);
  if (attempt === null) return lapsed === null ? own : own + COST.attempt;
  return own + COST.attempt + (attempt.data === data ? 0 : sizeOf(attempt.data));
}

function begin(unit: WorkUnit, workerId: string, serial: number): Attempt {
  const attempt: Attempt = { unit, workerId, status: "pending", data: unit.data, lease: null, until: null, serial };
  unit.attempt = attempt;
  unit.lapsed = null;
  unit.attemptsMade++;
  return attempt;
}

type Source = { units: Iterator<WorkUnit>; next: WorkUnit | undefined };

function following(units: Iterator<WorkUnit>): WorkUnit | undefined {
  const { done, value } = units.next();
  return done === true ? undefined : value;
}

function isOpen(state: UnitState): state is "available" | "pending" {
  return !isEnded(state);
}

function isEnded(state: UnitState): state is "finished" | "failed" {
  return state === "finished" || state === "failed";
}

/** The priority, with NaN replaced, so that it can be ordered. */
function comparable(priority: number): number {
  return Number.isNaN(priority) ? 0 : priority;
}

/** Priority descending, then key ascending. */
function inLine(a: WorkUnit, b: WorkUnit): number {
  return b.priority - a.priority || byBytes(a.key, b.key);
}
