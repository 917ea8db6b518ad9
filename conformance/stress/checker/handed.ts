// The units of a worker's last get_work, as get_child_work_units reports them to its parent: those that must be listed
// and those that may be.
import type { Call } from "../history/call.ts";
import type { Unit, UnitOperation } from "./unit.ts";

/** A unit handed out, with its version after that call: while the version is the same, no other call has changed it. */
type HandedUnit = { readonly unit: Unit; readonly version: number };

/** How long an unanswered call may still take effect after its end, in microseconds. */
const LOST_FOR = 10_000_000;

export class Handed {
  /** Units that must be listed as long as no other call changes them. */
  #must: readonly HandedUnit[] = [];
  /** Names (`spec/key`) of the units that may be listed; null: any unit. */
  #may: ReadonlySet<string> | null;
  #underWay = 0;
  #since = 0;
  /** Until when an unanswered get_work of this worker may still take effect. */
  #unclearUntil = 0;

  /** @param isNew whether the worker certainly has not been handed any unit yet */
  constructor(isNew: boolean) {
    this.#may = isNew ? NOTHING : null;
  }

  /** A get_work of this worker begins. */
  begin(): void {
    this.#underWay++;
  }

  /** A get_work of this worker is over. @param was the worker's state during the whole call; undefined if not certain */
  end(call: Call, units: readonly UnitOperation[], was: "absent" | "there" | "unknown" | undefined): void {
    this.#underWay = Math.max(0, this.#underWay - 1);
    this.#since = call.end;
    if (call.answer.is !== "work") {
      this.#unclearUntil = call.end + LOST_FOR;
      this.#forget();
    } else if (call.start < this.#unclearUntil) {
      this.#forget();
    } else if (was === "absent") {
      this.empty();
    } else {
      // This call itself will raise the version by one. An overlapping call that came later raises it further, so that
      // the unit need not be listed.
      const must = units.map(({ unit, versionBefore }) => ({ unit, version: versionBefore + 1 }));
      this.#must = was === "there" ? must : [];
      const isKnown = was === "there" || this.#may !== null;
      const before = was === "there" ? [] : (this.#may ?? []);
      const { spec, keys } = call.answer;
      this.#may = isKnown ? new Set([...before, ...keys.map((key) => `${spec}/${key}`)]) : null;
    }
  }

  /** The worker has no units that could be listed, for example because it unregistered. */
  empty(): void {
    this.#must = [];
    this.#may = NOTHING;
  }

  /** The worker certainly finished or failed this unit while it held the lease: it must not be listed any more. */
  ended(name: string, time: number): void {
    if (this.#may?.has(name) !== true) return;
    this.#since = time;
    this.#may = new Set([...this.#may].filter((each) => each !== name));
  }

  /** The worker may have expired meanwhile: its units may be listed, but need not be. */
  doubt(): void {
    this.#must = [];
  }

  #forget(): void {
    this.#must = [];
    this.#may = null;
  }

  /** Whether the sets have not changed since this time, and no get_work of the worker is in progress. */
  isSteadySince(start: number): boolean {
    return this.#underWay === 0 && this.#since < start;
  }

  may(name: string): boolean {
    return this.#may === null || this.#may.has(name);
  }

  /** Units that a get_child_work_units starting at this time must list with this worker as their holder. */
  *due(start: number): Generator<Unit> {
    for (const { unit, version } of this.#must) {
      const { register } = unit;
      if (unit.version === version && register.activeCount === 0 && unit.changedAt < start) yield unit;
    }
  }
}

const NOTHING: ReadonlySet<string> = new Set();
