// A work spec: its definition, the overrides of control_work_spec, and its work units.
import type { Moment } from "./clock.ts";

import { HeldOnes, Holdable } from "./hold.ts";
import { Memory } from "./memory.ts";
import { UnitStore } from "./unit-store.ts";
import type { Stored } from "./work-unit.ts";

/** A number within the range of a signed 64-bit integer; a bigint if it is whole and not exact as a number. */
export type Numeric = number | bigint;

/** The entries of a work spec dictionary that the server interprets. */
export type SpecSettings = {
  paused: boolean;
  /** May generate units by itself. */
  continuous: boolean;
  /** Seconds from one generated unit to the next. */
  interval: number;
  /** Priority in scheduling: only specs with the highest are considered. */
  priority: Numeric;
  /** Share of the work among specs of the same priority; specs with 0 or less are not scheduled. */
  weight: Numeric;
  /** Pending units at most; 0 and less: no limit. */
  maxRunning: bigint;
  /** Units a get_work at most; 0 and less: no limit. */
  maxGetwork: number;
  /** Attempts a unit at most; 0 and less: no limit. */
  maxRetries: number;
  /** Name of the spec that gets the units in `output`, or "". */
  successor: string;
  /** Only "" is handed out by get_work. */
  runtime: string;
};

/** The settings that control_work_spec may override, until the spec is set again. */
export type SpecControl = Partial<Pick<SpecSettings, "paused" | "continuous" | "interval" | "weight" | "maxRunning">>;

export class WorkSpec {
  readonly name: string;
  readonly units: UnitStore;
  /** Whether get_work considers it; see JobQueue. */
  isAwake = false;
  /** Locked while work in pieces affects the spec. */
  readonly holdable: Holdable;
  /** The dictionary as get_work_spec returns it. */
  dictionary: Stored;
  /** The declared settings with the overrides of control_work_spec. */
  settings: SpecSettings;
  /** Whether the dictionary declares it continuous, regardless of control_work_spec. */
  canBeContinuous: boolean;
  /** When the next unit may be generated; 0: immediately. */
  nextContinuous: Moment = 0;

  /** @param held gets to know whether it is locked */
  constructor(name: string, dictionary: Stored, settings: SpecSettings, memory = new Memory(), held = new HeldOnes()) {
    this.holdable = new Holdable(held);
    this.units = new UnitStore(memory);
    this.name = name;
    this.dictionary = dictionary;
    this.settings = settings;
    this.canBeContinuous = settings.continuous;
  }

  /** Replaces the definition; overrides and the timer of continuous units are reset, units are kept. */
  redefine(dictionary: Stored, settings: SpecSettings): void {
    this.dictionary = dictionary;
    this.settings = settings;
    this.canBeContinuous = settings.continuous;
    this.nextContinuous = 0;
  }

  /** Overrides some settings. @returns false, without any change, for continuous on a spec not declared so */
  control(change: SpecControl): boolean {
    if (change.continuous === true && !this.canBeContinuous) return false;
    this.settings = { ...this.settings, ...change };
    return true;
  }

  /** Whether there are no units to hand out, neither now nor later, unless a client adds work. */
  get isDone(): boolean {
    return !this.settings.continuous && this.units.openCount === 0;
  }

  /** How many more units may be pending. */
  get vacancies(): number {
    const limit = Number(this.settings.maxRunning);
    return limit > 0 ? Math.max(0, limit - this.units.count("pending")) : Number.POSITIVE_INFINITY;
  }

  /** Whether get_work would generate a unit: continuous, no unit available or pending, and the interval is over. */
  mayGenerate(now: number): boolean {
    return (
      this.settings.continuous &&
      this.units.readyCount === 0 &&
      this.units.count("pending") === 0 &&
      now >= this.nextContinuous
    );
  }
}
