// The job queue: work specs by name, handing out their units, and the results of attempts. Pure and synchronous: clock
// and random source are passed in, stored values are opaque.
import { type Clock, type Moment, type Random, Timeline } from "./clock.ts";
import { type HandOutTerms, handOut, handOutInPieces } from "./hand-out.ts";
import { type Bundle, type Handed, handedNow } from "./handed.ts";
import { Held, HeldOnes, Holdable } from "./hold.ts";
import { COST, Memory, sizeOf } from "./memory.ts";
import { bytesOfMany, bytesOfNew } from "./new-units.ts";
import { byBytes, letGoOfLast, orderedMap } from "./ordered-map.ts";
import { A_PIECE, finish, type Pieces } from "./pieces.ts";
import { canWork, SpecDraw } from "./scheduler.ts";
import { MAX_SECONDS } from "./seconds.ts";
import { finishes, type UnitUpdate, type UpdateOutcome, updateUnit } from "./unit-update.ts";
import { type SpecSettings, WorkSpec } from "./work-spec.ts";
import { type NewUnit, type Stored, visibleData, type WorkUnit } from "./work-unit.ts";
import { type Worker, WorkerPool } from "./worker-pool.ts";

/** The stored values that the queue itself creates, and the only value that it reads. */
export type Values = {
  /** The data of a generated unit: an empty map. */
  readonly empty: Stored;
  /** The data of a unit that ran out of retries. */
  readonly tooManyRetries: Stored;
  /** The units in a finished unit's `output`; empty if there is no such key or its value is not usable. */
  outputOf(data: Stored | null): Pieces<NewUnit[]>;
};

export type WorkRequest = {
  workerId: string;
  /** Most units, all of one spec; at least 1. */
  maxJobs: number;
  /** Duration of the leases in seconds. */
  leaseSeconds: number;
  /** Only these specs; empty: all. Names of missing specs are ignored. */
  specNames: readonly string[];
};

export class JobQueue {
  readonly time: Timeline;
  readonly #random: Random;
  readonly #values: Values;
  readonly #specs = orderedMap<string, WorkSpec>(byBytes);
  /**
   * The specs that may have work now or later; get_work looks only at these. A spec returns to it on any access by
   * name.
   */
  readonly #awake = orderedMap<string, WorkSpec>(byBytes);
  /** The same as a list, created on demand. */
  #awakeList: readonly WorkSpec[] | null = null;
  readonly #workers: WorkerPool;
  /** Locked while work in pieces affects work specs of any name. */
  readonly #holdable = new Holdable();
  /** The work specs that are locked one by one. */
  readonly #heldSpecs = new HeldOnes();
  readonly memory: Memory;
  #serial = 0;

  /** @param memory counts what is stored, and limits it */
  constructor(clock: Clock, random: Random, values: Values, memory = new Memory()) {
    this.time = new Timeline(clock);
    this.#random = random;
    this.#values = values;
    this.memory = memory;
    this.#workers = new WorkerPool(memory);
  }

  get now(): Moment {
    return this.time.now;
  }

  /** The workers for reading only, with expired ones removed as far as possible, also while they are locked. */
  get workerRecords(): WorkerPool {
    if (!this.#workers.holdable.isHeld) this.#workers.advance(this.now, A_PIECE);
    return this.#workers;
  }

  get specCount(): number {
    return this.#specs.size;
  }

  /** The workers, with expired ones removed. @throws Held */
  get workers(): WorkerPool {
    const workers = this.#workers;
    workers.holdable.check();
    const { now } = this;
    if (workers.advance(now, A_PIECE)) return workers;
    throw new Held(workers.holdable.during(() => workers.advanceInPieces(now)));
  }

  /** Creates or redefines a work spec. @throws Held, OutOfMemory */
  setSpec(name: string, dictionary: Stored, settings: SpecSettings): void {
    this.#holdable.check();
    const known = this.#specs.get(name);
    known?.holdable.check();
    const more = dictionary.length - (known?.dictionary.length ?? -(COST.spec + name.length));
    if (more > 0) this.memory.expectStored(more);
    this.memory.stored += more;
    if (known !== undefined) {
      known.redefine(dictionary, settings);
      this.#wake(known);
      return;
    }
    const spec = new WorkSpec(name, dictionary, settings, this.memory, this.#heldSpecs);
    this.#specs.set(name, spec);
    this.#wake(spec);
  }

  /** A work spec, with its expired leases and delays processed. @throws Held */
  spec(name: string): WorkSpec | undefined {
    this.#holdable.check();
    const spec = this.#specs.get(name);
    if (spec === undefined) return undefined;
    this.#advance(spec, this.now);
    this.#wake(spec);
    return spec;
  }

  /** Work specs by name, from the first whose name is not less than `start`. */
  *specsFrom(start: string): Generator<WorkSpec> {
    for (const [, spec] of this.#specs.entries(start)) yield spec;
  }

  /** Executes work in pieces that may affect any work spec, with all of them locked. @throws Held */
  *holdingAll<Y, R>(work: () => Generator<Y, R, undefined>): Generator<Y, R, undefined> {
    this.#heldSpecs.check();
    return yield* this.#holdable.during(work);
  }

  /** @throws Held */
  deleteSpec(name: string): boolean {
    const spec = this.spec(name);
    if (spec === undefined) return false;
    this.#forget(spec);
    this.#specs.delete(name);
    this.#awake.delete(name);
    this.#awakeList = null;
    letGoOfLast();
    return true;
  }

  /** Deletes every work spec; returns their number. @throws Held */
  clear(): number {
    this.#holdable.check();
    this.#heldSpecs.check();
    for (const spec of this.#specs.values()) this.#forget(spec);
    const { size } = this.#specs;
    this.#specs.clear();
    this.#awake.clear();
    this.#awakeList = null;
    letGoOfLast();
    return size;
  }

  /**
   * Adds units in this order. A unit that exists gets the new data and metadata: available and delayed ones at once,
   * finished and failed ones become available, pending ones when their attempt ends without success.
   * @throws OutOfMemory
   */
  addUnits(spec: WorkSpec, items: readonly NewUnit[]): void {
    this.memory.expectStored(bytesOfNew(items));
    const { now } = this;
    for (const item of items) add(spec, item, now);
  }

  /**
   * The same in pieces, with the spec locked, so that no call sees a part of them. The caller must have called
   * expectStored().
   * @throws Held
   */
  addInPieces(spec: WorkSpec, items: readonly NewUnit[]): Pieces {
    const { now } = this;
    return spec.holdable.during(function* () {
      for (const [i, item] of items.entries()) {
        add(spec, item, now);
        if (i % ADDED_A_PIECE === 0) yield;
      }
    });
  }

  /**
   * Hands out units of one spec; undefined if there is no work, null if it needs getWorkInPieces().
   * @throws Held, OutOfMemory
   */
  getWork(request: WorkRequest): Bundle | undefined | null {
    this.#holdable.check();
    if (request.maxJobs > A_PIECE || request.specNames.length > A_PIECE) return null;
    if (request.specNames.length === 0 && this.#awake.size > SPECS_A_PIECE) return null;
    const specs = request.specNames.length === 0 ? this.#allAwake() : this.#named(request.specNames);
    const { now, workers } = this;
    for (const spec of specs) this.#advance(spec, now);
    const draw = new SpecDraw(specs, now, this.#random);
    for (let tries = 0; tries < SPECS_IN_PASSING; tries++) {
      const spec = draw.next();
      if (spec === undefined) {
        this.#putToSleep(specs);
        return this.#hand(workers, request.workerId, undefined);
      }
      if (spec.units.readyCount === 0) this.#generate(spec, now);
      const attempts = handOut(spec, this.#terms(request, now), () => this.#serial++);
      if (attempts === null) return null;
      if (attempts.length > 0) return this.#hand(workers, request.workerId, { spec, attempts });
      // Every unit of the spec had run out of retries: try other specs.
    }
    return null;
  }

  /** The same in pieces, for any number of specs and units. @throws Held, OutOfMemory */
  getWorkInPieces(request: WorkRequest): Pieces<Bundle | undefined> {
    return this.holdingAll(() => this.#work(request));
  }

  *#work(request: WorkRequest): Pieces<Bundle | undefined> {
    const { now } = this;
    const specs: WorkSpec[] = [];
    const able: WorkSpec[] = [];
    for (const spec of request.specNames.length === 0 ? this.#awake.values() : this.#eachNamed(request.specNames)) {
      if (spec !== undefined && !spec.units.advance(now, A_PIECE)) yield* spec.units.advanceInPieces(now);
      if (spec !== undefined && canWork(spec, now)) able.push(spec);
      if (spec === undefined || specs.push(spec) % SPECS_A_PIECE === 0) yield;
    }
    const draw = new SpecDraw(able, now, this.#random);
    for (;;) {
      yield;
      const spec = draw.next();
      if (spec === undefined) {
        for (let from = 0; from < specs.length; from += SLEEPING_A_PIECE) {
          this.#putToSleep(specs.slice(from, from + SLEEPING_A_PIECE));
          yield;
        }
        return this.#hand(this.#workers, request.workerId, undefined);
      }
      if (spec.units.readyCount === 0) this.#generate(spec, now);
      const attempts = yield* handOutInPieces(spec, this.#terms(request, now), () => this.#serial++);
      if (attempts.length > 0) return this.#hand(this.#workers, request.workerId, { spec, attempts });
    }
  }

  #terms({ workerId, maxJobs, leaseSeconds }: WorkRequest, now: number): HandOutTerms {
    const exhausted = this.#values.tooManyRetries;
    return { workerId, maxJobs, expires: now + leaseSeconds, exhausted, memory: this.memory };
  }

  /**
   * Changes a unit's status, data or lease; the output of a unit that becomes finished is added to the spec named by
   * `then`.
   * @returns the outcome; or the work to be done in pieces, if the unit may have much output
   * @throws Held, OutOfMemory
   */
  updateUnit(spec: WorkSpec, key: string, update: UnitUpdate): UpdateOutcome | Pieces<UpdateOutcome> {
    const unit = spec.units.find(key);
    if (unit === undefined) return "no-such-unit";
    const attempt = unit.attempt === null ? COST.attempt + COST.lease : -sizeOf(unit.attempt.data);
    // Releasing a unit, or ending it without data, needs no memory.
    if (update.data !== null || unit.attempt === null) this.memory.expectWork(attempt + sizeOf(update.data));
    const { successor } = spec.settings;
    const next = finishes(unit, update) && successor !== "" ? this.spec(successor) : undefined;
    if (next === undefined) return this.#update(spec, unit, update);
    const data = update.data ?? visibleData(unit);
    if (sizeOf(data) > LARGE_DATA) return this.#updateInPieces(spec, unit, update, next, data);
    const output = finish(this.#values.outputOf(data));
    this.memory.expectStored(bytesOfNew(output));
    const outcome = this.#update(spec, unit, update);
    const { now } = this;
    for (const item of output) chain(next, item, now);
    return outcome;
  }

  *#updateInPieces(spec: WorkSpec, unit: WorkUnit, update: UnitUpdate, next: WorkSpec, data: Stored | null) {
    const queue = this;
    const work = function* (): Pieces<UpdateOutcome> {
      const output = yield* queue.#values.outputOf(data);
      yield;
      queue.memory.expectStored(yield* bytesOfMany(output));
      const outcome = queue.#update(spec, unit, update);
      const { now } = queue;
      for (const [i, item] of output.entries()) {
        chain(next, item, now);
        if (i % ADDED_A_PIECE === 0) yield;
      }
      return outcome;
    };
    return yield* spec.holdable.during(next === spec ? work : () => next.holdable.during(work));
  }

  #update(spec: WorkSpec, unit: WorkUnit, update: UnitUpdate): UpdateOutcome {
    return updateUnit(spec.units, unit, update, this.now, () => this.#serial++);
  }

  /**
   * The units of the worker's last get_work that it has not ended itself, in their present state, in the order handed
   * out.
   */
  handedTo({ handed }: Worker): Handed[] {
    if (handed === null) return [];
    const { now } = this;
    const spec = this.#specs.get(handed.spec.name);
    spec?.units.advance(now);
    return handed.attempts.flatMap((attempt) => handedNow(attempt, spec?.units.find(attempt.unit.key), now) ?? []);
  }

  /** Records what a worker got from get_work, or that it got nothing. Only for workers with a heartbeat. */
  #hand(workers: WorkerPool, workerId: string, bundle: Bundle | undefined): Bundle | undefined {
    const worker = workers.find(workerId);
    if (worker !== undefined) worker.handed = bundle ?? null;
    return bundle;
  }

  /** Called on access to a spec by name, which may give it work. */
  #wake(spec: WorkSpec): void {
    if (spec.isAwake) return;
    spec.isAwake = true;
    this.#awake.set(spec.name, spec);
    this.#awakeList = null;
  }

  #allAwake(): readonly WorkSpec[] {
    this.#awakeList ??= [...this.#awake.values()];
    return this.#awakeList;
  }

  /** Removes the specs that have no work, now or later, from those that get_work looks at. */
  #putToSleep(specs: readonly WorkSpec[]): void {
    for (const spec of specs) {
      if (!spec.isAwake || !spec.isDone) continue;
      spec.isAwake = false;
      this.#awake.delete(spec.name);
      this.#awakeList = null;
    }
  }

  /** The specs of these names, without duplicates. */
  #named(names: readonly string[]): WorkSpec[] {
    return [...new Set(names)].flatMap((name) => this.#specs.get(name) ?? []);
  }

  /** Creates the next unit of a continuous spec; its key is the time in seconds with three decimals. */
  #generate(spec: WorkSpec, now: number): void {
    const milliseconds = Math.round(this.time.wall * 1000);
    const key = `${Math.floor(milliseconds / 1000)}.${String(milliseconds % 1000).padStart(3, "0")}`;
    this.addUnits(spec, [{ key, data: this.#values.empty, priority: 0, delay: 0 }]);
    spec.nextContinuous = now + spec.settings.interval;
  }

  /** The same one by one, undefined for names of missing specs. */
  *#eachNamed(names: readonly string[]): Generator<WorkSpec | undefined> {
    const seen = new Set<WorkSpec | undefined>([undefined]);
    for (const [i, name] of names.entries()) {
      const spec = this.#specs.get(name);
      if (!seen.has(spec)) yield spec;
      else if (i % SPECS_A_PIECE === 0) yield undefined;
      seen.add(spec);
    }
  }

  /** Processes expired leases and delays of a spec. @throws Held if it is locked, or if that is much work */
  #advance(spec: WorkSpec, now: number): void {
    spec.holdable.check();
    if (spec.units.advance(now, A_PIECE)) return;
    throw new Held(spec.holdable.during(() => spec.units.advanceInPieces(now)));
  }

  #forget({ name, dictionary, units }: WorkSpec): void {
    this.memory.stored -= COST.spec + name.length + dictionary.length + units.bytes;
  }
}

/** Units added in one piece. */
const ADDED_A_PIECE = 500;
/** Work specs examined in one piece. */
const SPECS_A_PIECE = 5000;
/** Work specs removed from the active ones in one piece. */
const SLEEPING_A_PIECE = 1000;
/** Most work specs, all of whose units have run out of retries, that get_work skips without doing it in pieces. */
const SPECS_IN_PASSING = 16;
/** In larger data, in bytes, output is searched for in pieces. */
const LARGE_DATA = 16_384;

/** Adds a unit, or gives an existing one new data and metadata. */
function add(spec: WorkSpec, item: NewUnit, now: number): void {
  const unit = spec.units.find(item.key);
  const notBefore = dueAt(item.delay, now);
  if (unit === undefined) spec.units.insert(item, notBefore, now);
  else spec.units.replace(unit, item, notBefore, now);
}

/** Adds a unit from a finished unit's output; it replaces any unit with the same key, in any state. */
function chain(next: WorkSpec, item: NewUnit, now: number): void {
  const replaced = next.units.find(item.key);
  if (replaced !== undefined) next.units.delete(replaced);
  add(next, item, now);
}

/** When a unit with this delay becomes available; fractions of seconds are ignored. */
function dueAt(delay: number, now: Moment): Moment {
  const seconds = Math.min(Math.trunc(delay), MAX_SECONDS);
  return seconds > 0 ? now + seconds : 0;
}
