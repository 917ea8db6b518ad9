// A work spec: its definition, what control_work_spec overrides of it, and its work units.
import type { Moment } from "./clock.ts";

import { Holdable } from "./hold.ts";
import { Memory } from "./memory.ts";
import { UnitStore } from "./unit-store.ts";
import type { Stored } from "./work-unit.ts";

/** A number within the range of a signed 64-bit integer: a bigint where it is whole and beyond what a number holds exactly. */
export type Numeric = number | bigint;

/** What the server itself understands of a work spec dictionary. */
export type SpecSettings = {
  paused: boolean;
  /** May generate units of its own. */
  continuous: boolean;
  /** Seconds from one generated unit to the next. */
  interval: number;
  /** Scheduling tier: only the specs of the highest are considered. */
  priority: Numeric;
  /** Share of the work within the tier; 0 and less are not scheduled. */
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

/** What control_work_spec may override, until the spec is set again. */
export type SpecControl = Partial<Pick<SpecSettings, "paused" | "continuous" | "interval" | "weight" | "maxRunning">>;

export class WorkSpec {
  readonly name: string;
  readonly units: UnitStore;
  /** Whether get_work looks at it; see JobQueue. */
  isAwake = false;
  /** Held while something is done to it in pieces. */
  readonly holdable = new Holdable();
  /** The dictionary as get_work_spec returns it. */
  dictionary: Stored;
  /** As declared, with the overrides of control_work_spec. */
  settings: SpecSettings;
  /** Whether the dictionary declares it continuous, whatever control_work_spec made of that. */
  canBeContinuous: boolean;
  /** When the next unit may be generated; 0 for at once. */
  nextContinuous: Moment = 0;

  constructor(name: string, dictionary: Stored, settings: SpecSettings, memory = new Memory()) {
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

  /** Overrides some settings; false, and nothing changed, for continuous on a spec not declared so. */
  control(change: SpecControl): boolean {
    if (change.continuous === true && !this.canBeContinuous) return false;
    this.settings = { ...this.settings, ...change };
    return true;
  }

  /** Whether there is nothing to hand out, neither now nor later, unless somebody gives it work. */
  get isDone(): boolean {
    return !this.settings.continuous && this.units.openCount === 0;
  }

  /** How many more units may be pending. */
  get vacancies(): number {
    const limit = Number(this.settings.maxRunning);
    return limit > 0 ? Math.max(0, limit - this.units.count("pending")) : Number.POSITIVE_INFINITY;
  }

  /** Whether get_work would generate a unit: continuous, nothing ready or pending, and the interval is over. */
  mayGenerate(now: number): boolean {
    return (
      this.settings.continuous &&
      this.units.readyCount === 0 &&
      this.units.count("pending") === 0 &&
      now >= this.nextContinuous
    );
  }
}
