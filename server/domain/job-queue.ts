// The job queue: named work specs, the hand-out of their units, and what becomes of an attempt. Pure and synchronous:
// time and chance are passed in, stored values are opaque.
import type { Clock, Random } from "./clock.ts";
import { handOut } from "./hand-out.ts";
import { byBytes, orderedMap } from "./ordered-map.ts";
import { chooseSpec } from "./scheduler.ts";
import { MAX_SECONDS } from "./seconds.ts";
import { type UnitUpdate, type UpdateOutcome, updateUnit } from "./unit-update.ts";
import { type SpecSettings, WorkSpec } from "./work-spec.ts";
import type { Attempt, NewUnit, Stored } from "./work-unit.ts";
import { WorkerPool } from "./worker-pool.ts";

/** The few stored values that the queue makes itself, and the one question that it asks of one. */
export type Values = {
  /** The data of a generated unit: an empty map. */
  readonly empty: Stored;
  /** The data of a unit that ran out of retries. */
  readonly tooManyRetries: Stored;
  /** The units in a finished unit's `output`; none where it has no such key or nothing usable in it. */
  outputOf(data: Stored | null): NewUnit[];
};

export type WorkRequest = {
  workerId: string;
  /** Units at most, all of one spec; at least 1. */
  maxJobs: number;
  /** Seconds that the leases last. */
  leaseSeconds: number;
  /** Only these specs; empty: all. Names of no spec are ignored. */
  specNames: readonly string[];
};

/** A pending attempt, the work spec of its unit, and when its lease ends, in seconds since the epoch. */
export type Assignment = { spec: WorkSpec; attempt: Attempt; expires: number };

/** What one get_work hands out: attempts at units of one work spec, at least one. */
export type Bundle = { spec: WorkSpec; attempts: readonly Attempt[] };

export class JobQueue {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #values: Values;
  readonly #specs = orderedMap<string, WorkSpec>(byBytes);
  /** The same as a list, made when it is wanted: every get_work goes over it. */
  #specList: readonly WorkSpec[] | null = null;
  readonly #workers = new WorkerPool();
  #serial = 0;

  constructor(clock: Clock, random: Random, values: Values) {
    this.#clock = clock;
    this.#random = random;
    this.#values = values;
  }

  get now(): number {
    return this.#clock.now();
  }

  /** The workers, brought up to now. */
  get workers(): WorkerPool {
    this.#workers.advance(this.now);
    return this.#workers;
  }

  /** Creates or redefines a work spec. */
  setSpec(name: string, dictionary: Stored, settings: SpecSettings): void {
    const known = this.#specs.get(name);
    if (known !== undefined) {
      known.redefine(dictionary, settings);
      return;
    }
    this.#specs.set(name, new WorkSpec(name, dictionary, settings));
    this.#specList = null;
  }

  /** A work spec, its leases and delays brought up to now. */
  spec(name: string): WorkSpec | undefined {
    const spec = this.#specs.get(name);
    spec?.units.advance(this.now);
    return spec;
  }

  /** Work specs in the order of their names, from the first that is not before `start`. */
  *specsFrom(start: string): Generator<WorkSpec> {
    for (const [, spec] of this.#specs.entries(start)) yield spec;
  }

  deleteSpec(name: string): boolean {
    this.#specList = null;
    return this.#specs.delete(name);
  }

  /** Deletes every work spec; returns how many there were. */
  clear(): number {
    const { size } = this.#specs;
    this.#specs.clear();
    this.#specList = null;
    return size;
  }

  /**
   * Adds units in this order. A unit that exists gets the new data and metadata: available and delayed ones at once,
   * finished and failed ones become available, pending ones when their attempt ends without success.
   */
  addUnits(spec: WorkSpec, items: readonly NewUnit[]): void {
    const { now } = this;
    for (const item of items) {
      const unit = spec.units.find(item.key);
      const notBefore = dueAt(item.delay, now);
      if (unit === undefined) spec.units.insert(item, notBefore, now);
      else spec.units.replace(unit, item, notBefore, now);
    }
  }

  /** Hands out units of one spec; undefined where there is no work. */
  getWork(request: WorkRequest): Bundle | undefined {
    const { now } = this;
    let specs = request.specNames.length === 0 ? this.#allSpecs() : this.#named(request.specNames);
    for (const spec of specs) spec.units.advance(now);
    for (;;) {
      const spec = chooseSpec(specs, now, this.#random);
      if (spec === undefined) return undefined;
      if (spec.units.readyCount === 0) this.#generate(spec, now);
      const { workerId, maxJobs, leaseSeconds } = request;
      const terms = { workerId, maxJobs, expires: now + leaseSeconds, exhausted: this.#values.tooManyRetries };
      const attempts = handOut(spec, terms, () => this.#serial++);
      if (attempts.length > 0) return { spec, attempts };
      // Every unit had run out of retries: other specs may still have work.
      specs = specs.filter((each) => each !== spec);
    }
  }

  /** Changes a unit's status, data or lease; a unit that becomes finished chains to the spec named by `then`. */
  updateUnit(spec: WorkSpec, key: string, update: UnitUpdate): UpdateOutcome {
    const unit = spec.units.find(key);
    if (unit === undefined) return "no-such-unit";
    const outcome = updateUnit(spec.units, unit, update, this.now, () => this.#serial++);
    if (outcome === "finished") this.#chain(spec, unit.attempt?.data ?? unit.data);
    return outcome;
  }

  /** What a worker has leases on, oldest first. */
  assignmentsOf(workerId: string): Assignment[] {
    const { now } = this;
    const found: Assignment[] = [];
    for (const spec of this.#specs.values()) {
      spec.units.advance(now);
      for (const attempt of spec.units.attemptsOf(workerId)) {
        if (attempt.lease !== null) found.push({ spec, attempt, expires: attempt.lease.expires });
      }
    }
    return found.sort((a, b) => a.attempt.serial - b.attempt.serial);
  }

  #allSpecs(): readonly WorkSpec[] {
    this.#specList ??= [...this.#specs.values()];
    return this.#specList;
  }

  /** The specs of these names, each once. */
  #named(names: readonly string[]): WorkSpec[] {
    return [...new Set(names)].flatMap((name) => this.#specs.get(name) ?? []);
  }

  /** Makes the next unit of a continuous spec, named after the time in seconds and milliseconds. */
  #generate(spec: WorkSpec, now: number): void {
    const milliseconds = Math.round(now * 1000);
    const key = `${Math.floor(milliseconds / 1000)}.${String(milliseconds % 1000).padStart(3, "0")}`;
    this.addUnits(spec, [{ key, data: this.#values.empty, priority: 0, delay: 0 }]);
    spec.nextContinuous = now + spec.settings.interval;
  }

  /** Adds the units in the output of a finished unit, each in place of any of its key, whatever state that was in. */
  #chain(spec: WorkSpec, data: Stored | null): void {
    const next = spec.settings.successor === "" ? undefined : this.spec(spec.settings.successor);
    if (next === undefined) return;
    const items = this.#values.outputOf(data);
    for (const item of items) {
      const replaced = next.units.find(item.key);
      if (replaced !== undefined) next.units.delete(replaced);
      this.addUnits(next, [item]);
    }
  }
}

/** When a unit with this delay may be handed out; only whole seconds count. */
function dueAt(delay: number, now: number): number {
  const seconds = Math.min(Math.trunc(delay), MAX_SECONDS);
  return seconds > 0 ? now + seconds : 0;
}
