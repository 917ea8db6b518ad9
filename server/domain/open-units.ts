// The available and pending units of one work spec, by key. They stand in one index, so that handing units out moves none of
// them; once somebody asks for one of the two states alone, each gets an index of its own, until no unit is left.
import { byBytes, type OrderedMap, orderedMap } from "./ordered-map.ts";
import type { UnitState, WorkUnit } from "./work-unit.ts";

const OPEN_STATES = ["available", "pending"] as const satisfies UnitState[];
export type OpenState = (typeof OPEN_STATES)[number];
type ByKey = OrderedMap<string, WorkUnit>;

export class OpenUnits {
  /** All of them while `#split` is null, else none. */
  readonly #joint: ByKey = orderedMap(byBytes);
  #split: Record<OpenState, ByKey> | null = null;
  /** How many of those in the one index are pending. */
  #pending = 0;

  count(state: OpenState): number {
    if (this.#split !== null) return this.#split[state].size;
    return state === "pending" ? this.#pending : this.#joint.size - this.#pending;
  }

  find(key: string): WorkUnit | undefined {
    if (this.#split === null) return this.#joint.get(key);
    return this.#split.pending.get(key) ?? this.#split.available.get(key);
  }

  /** Adds an available unit of a key that is not there. */
  add(unit: WorkUnit): void {
    (this.#split?.available ?? this.#joint).set(unit.key, unit);
  }

  delete(unit: WorkUnit, state: OpenState): void {
    if (this.#split !== null) {
      this.#split[state].delete(unit.key);
      this.#joinWhenEmpty();
    } else {
      this.#joint.delete(unit.key);
      if (state === "pending") this.#pending--;
    }
  }

  /** Turns an available unit pending, or a pending one available. */
  move(unit: WorkUnit, to: OpenState): void {
    if (this.#split === null) {
      this.#pending += to === "pending" ? 1 : -1;
      return;
    }
    this.#split[to === "pending" ? "available" : "pending"].delete(unit.key);
    this.#split[to].set(unit.key, unit);
  }

  /** Drops every unit of a state; returns how many there were. */
  deleteState(state: OpenState): number {
    const count = this.count(state);
    if (count === 0) return 0;
    if (count === this.#joint.size) {
      this.#joint.clear();
      this.#pending = 0;
    } else {
      this.#apart()[state].clear();
      this.#joinWhenEmpty();
    }
    return count;
  }

  /** The indexes that hold exactly the units of these states. */
  indexesOf(states: readonly UnitState[]): ByKey[] {
    const wanted = OPEN_STATES.filter((state) => states.includes(state) && this.count(state) > 0);
    const units = wanted.reduce((sum, state) => sum + this.count(state), 0);
    if (units === this.#joint.size) return [this.#joint];
    return wanted.map((state) => this.#apart()[state]);
  }

  #apart(): Record<OpenState, ByKey> {
    if (this.#split === null) {
      this.#split = { available: orderedMap(byBytes), pending: orderedMap(byBytes) };
      for (const unit of this.#joint.values()) {
        this.#split[unit.attempt === null ? "available" : "pending"].set(unit.key, unit);
      }
      this.#joint.clear();
      this.#pending = 0;
    }
    return this.#split;
  }

  #joinWhenEmpty(): void {
    if (this.#split?.available.size === 0 && this.#split.pending.size === 0) this.#split = null;
  }
}
