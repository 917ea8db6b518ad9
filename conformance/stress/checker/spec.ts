// The checker's model of a work spec: its units, its limits, and which of its units must be handed out next.
import type { Call, Request } from "../history/call.ts";
import { Heap } from "./heap.ts";
import { Unit } from "./unit.ts";
import { type Rules, seenAlone, type UnitState } from "./unit-state.ts";

/** A unit that can be handed out. */
type Available = { readonly unit: Unit; readonly state: UnitState };

const NONE: readonly Available[] = [];

/** A unit at one version, with its sort key: the priority or the end of its lease. */
type Entry = { readonly unit: Unit; readonly version: number; readonly rank: number };

const SECOND = 1_000_000;
/** How many units at the front of the queue are considered when looking for available ones. */
const LOOKED_AT = 15;
const COMPACT_FROM = 256;
/** Number of removed units whose last calls are kept for reports, and how many calls of each. */
const KEPT_UNITS = 200;
const KEPT_CALLS = 5;
const NO_CALLS: readonly Call[] = [];

type SpecRules = { -readonly [K in keyof Rules]: Rules[K] } & {
  /** How many of the unanswered get_works can no longer take effect. */
  unseenOver: number;
};

export class Spec {
  readonly name: string;
  /** Whether this checker checks the units of this work spec; else another one does. */
  readonly isOwn: boolean;
  readonly units = new Map<string, Unit>();
  /** Units that are certainly pending, not counting calls in progress. */
  readonly pending = new Set<Unit>();
  successor = "";
  maxGetwork = 0;
  /** The settings that determine how its units behave. */
  readonly rules: SpecRules = {
    maxRetries: 0,
    isContinuous: false,
    unseen: 0,
    unseenOver: 0,
  };
  /** Minimum time between two generated units of a continuous work spec, in microseconds. */
  interval = 0;
  /** The get_work for which the last unit was generated; null if not certain. */
  lastMade: Call | null = null;
  /** Maximum number of units that may have been generated for unanswered get_works. */
  hidden = 0;
  /** Whether the work spec exists; undefined if not certain. */
  isThere: boolean | undefined = false;
  /** 0 for no limit; undefined if not certain, e.g. because calls that set it overlapped. Likewise `isPaused`. */
  maxRunning: number | undefined = 0;
  isPaused: boolean | undefined = false;
  /** The last calls on recently removed units, by key. */
  readonly #before = new Map<string, readonly Call[]>();
  #settling = 0;
  #settledAt = 0;
  readonly #line = new Heap<Entry>((a, b) => a.rank > b.rank || (a.rank === b.rank && a.unit.key < b.unit.key));
  readonly #leases = new Heap<Entry>((a, b) => a.rank < b.rank);

  constructor(name: string, isOwn: boolean) {
    this.name = name;
    this.isOwn = isOwn;
  }

  unit(key: string): Unit {
    let unit = this.units.get(key);
    if (unit === undefined) {
      unit = new Unit(this.name, key, this.rules, this.rules.unseenOver, this.#before.get(key) ?? NO_CALLS);
      this.units.set(key, unit);
    }
    return unit;
  }

  /** Forgets a unit that no longer exists. Its last calls are kept for a while, for a report on its key. */
  bury(unit: Unit): void {
    if (this.units.get(unit.key) !== unit) return;
    this.units.delete(unit.key);
    this.#before.delete(unit.key);
    this.#before.set(unit.key, unit.recent.slice(-KEPT_CALLS));
    const [oldest] = this.#before.keys();
    if (oldest !== undefined && this.#before.size > KEPT_UNITS) this.#before.delete(oldest);
  }

  /** Updates the queue, the leases and `pending` after a unit may have changed. */
  place(unit: Unit): void {
    const state = unit.register.certain;
    if (state?.is === "pending") {
      this.pending.add(unit);
      this.#leases.push({ unit, version: unit.version, rank: state.overBy });
    } else {
      this.pending.delete(unit);
      if (state?.is === "open" && !Number.isNaN(state.priority)) this.#enqueue(unit, state);
    }
  }

  /**
   * Units that were certainly available at every time during the call. Only the front of the queue is examined.
   */
  availableDuring(call: Call, slack: number): readonly Available[] {
    const from = call.start - slack;
    for (let entry = this.#leases.first; entry !== undefined && entry.rank < from; entry = this.#leases.first) {
      this.#leases.pop();
      const state = entry.unit.register.certain;
      if (entry.version === entry.unit.version && state !== undefined) this.#enqueue(entry.unit, state);
    }
    for (let entry = this.#line.first; entry !== undefined && isStale(entry); entry = this.#line.first)
      this.#line.pop();
    if (this.#line.size === 0) return NONE;
    const span = { from, to: from };
    const found: Available[] = [];
    for (const entry of this.#line.some(LOOKED_AT)) {
      const state = isStale(entry) ? undefined : entry.unit.steadySince(from);
      if (state === undefined) continue;
      const seen = seenAlone(state, span, entry.unit);
      if (seen?.is === "open" && seen.dueBy < from) found.push({ unit: entry.unit, state: seen });
    }
    return found;
  }

  beginControl(): void {
    this.#settling++;
  }

  /** A call that sets or controls the work spec is over. @param isCarriedOut whether it certainly took effect */
  endControl(request: Request & { do: "set-spec" | "control" }, time: number, isCarriedOut: boolean): void {
    this.#settling--;
    this.#settledAt = time;
    const isAlone = isCarriedOut && this.#settling === 0;
    if (request.do === "set-spec") {
      this.successor = request.successor;
      this.maxGetwork = request.maxGetwork;
      this.rules.maxRetries = isAlone ? request.maxRetries : undefined;
      this.rules.isContinuous = request.interval >= 0;
      this.interval = Math.max(0, request.interval) * SECOND;
      this.lastMade = null;
      this.isThere = isAlone ? true : undefined;
      this.maxRunning = isAlone ? request.maxRunning : undefined;
      this.isPaused = isAlone ? false : undefined;
    } else {
      if (request.status !== "") this.isPaused = isAlone ? request.status === "paused" : undefined;
      if (request.maxRunning >= 0) this.maxRunning = isAlone ? request.maxRunning : undefined;
    }
  }

  /** Whether the settings have not changed since this time. */
  isSteadySince(start: number): boolean {
    return this.#settling === 0 && this.#settledAt < start;
  }

  #enqueue(unit: Unit, { priority }: UnitState): void {
    this.#line.push({ unit, version: unit.version, rank: priority });
    if (this.#line.size > COMPACT_FROM && this.#line.size > 3 * this.units.size) {
      this.#line.filter((entry) => !isStale(entry));
      this.#leases.filter((entry) => !isStale(entry));
    }
  }
}

function isStale({ unit, version }: Entry): boolean {
  return unit.version !== version;
}
