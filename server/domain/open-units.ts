// The available and pending units of one work spec by key, in a single index, so that handing out a unit does not move
// it.
import { OrderedItems } from "./ordered-items.ts";
import { byBytes } from "./ordered-map.ts";
import type { UnitState, WorkUnit } from "./work-unit.ts";

export type OpenState = Extract<UnitState, "available" | "pending">;

/** Units by their keys. */
export function unitsByKey(): OrderedItems<string, WorkUnit> {
  return new OrderedItems(
    (key, unit) => byBytes(key, unit.key),
    (key, unit) => key < unit.key,
  );
}

export class OpenUnits {
  readonly #units = unitsByKey();
  #pending = 0;

  get size(): number {
    return this.#units.size;
  }

  count(state: OpenState): number {
    return state === "pending" ? this.#pending : this.#units.size - this.#pending;
  }

  find(key: string): WorkUnit | undefined {
    return this.#units.find(key);
  }

  /** Adds an available unit whose key does not exist yet. */
  add(unit: WorkUnit): void {
    this.#units.add(unit.key, unit);
  }

  delete(unit: WorkUnit, state: OpenState): void {
    this.#units.delete(unit.key);
    if (state === "pending") this.#pending--;
  }

  /** Turns an available unit pending, or a pending one available. */
  move(to: OpenState): void {
    this.#pending += to === "pending" ? 1 : -1;
  }

  clear(): void {
    this.#units.clear();
    this.#pending = 0;
  }

  /** By key, from the first that is not less than `from`. */
  values(from?: string): Iterator<WorkUnit> {
    return this.#units.values(from);
  }
}
