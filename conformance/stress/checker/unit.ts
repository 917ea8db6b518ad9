// A work unit as the checker follows it, and the calls on it.
import type { Call } from "../history/call.ts";
import { type Operation, Register } from "./register.ts";
import {
  ABSENT,
  added,
  chained,
  deleted,
  isSameState,
  leased,
  prioritized,
  type Span,
  statusRead,
  UNKNOWN,
  type UnitState,
  updated,
} from "./unit-state.ts";

/** How many of its last calls are kept of a unit. */
const RECENT = 10;

export class Unit {
  readonly spec: string;
  readonly key: string;
  readonly register = new Register<UnitState>(ABSENT, UNKNOWN, isSameState);
  /** When the last call that may have changed it was over. */
  changedAt = 0;
  /** Counts these calls. */
  version = 0;
  #recent: Call[] = [];

  constructor(spec: string, key: string) {
    this.spec = spec;
    this.key = key;
  }

  get name(): string {
    return `${this.spec}/${this.key}`;
  }

  /** Its last calls. */
  get recent(): readonly Call[] {
    return this.#recent.slice(-RECENT);
  }

  remember(call: Call): void {
    if (this.#recent.length >= 2 * RECENT) this.#recent = this.#recent.slice(-RECENT + 1);
    this.#recent.push(call);
  }

  /** Its state when that was one and the same from `start` on. */
  steadySince(start: number): UnitState | undefined {
    return this.changedAt <= start ? this.register.certain : undefined;
  }
}

/** What a call does to one unit. `index` is the unit's place in the call; `chain` for one in the output of another unit. */
export class UnitOperation implements Operation<UnitState> {
  readonly unit: Unit;
  readonly call: Call;
  /** How often the unit may have changed before this call began. */
  readonly versionBefore: number;
  readonly #index: number;
  readonly #isChain: boolean;
  readonly #span: Span;

  constructor(unit: Unit, call: Call, index: number, isChain: boolean, span: Span) {
    this.unit = unit;
    this.call = call;
    this.versionBefore = unit.version;
    this.#index = index;
    this.#isChain = isChain;
    this.#span = span;
  }

  get isRead(): boolean {
    return this.call.request.do === "status";
  }

  step(state: UnitState): readonly UnitState[] {
    const { request, answer } = this.call;
    if (this.#isChain) return chained();
    switch (request.do) {
      case "add": {
        const unit = request.units[this.#index];
        return unit === undefined ? [] : added(state, unit.priority, unit.delay, this.#span);
      }
      case "get-work":
        return leased(state, request.worker, request.lease, this.#span);
      case "update":
        return updated(
          state,
          request,
          answer.is === "done" ? answer.done : answer.is === "error" ? "error" : undefined,
          this.#span,
        );
      case "prioritize":
        return prioritized(state, request.priority, request.isAdjustment);
      case "delete":
        return deleted(state, request.status, wereThere(this.call), this.#span);
      case "status": {
        const said = answer.is === "statuses" ? answer.statuses[this.#index] : undefined;
        return said === undefined ? [state] : statusRead(state, said, this.#span);
      }
      default:
        return [state];
    }
  }
}

/** Whether all units of a deletion were there, or none; undefined where only some were, or nobody knows. */
function wereThere({ request, answer }: Call): boolean | undefined {
  if (request.do !== "delete" || answer.is !== "number") return undefined;
  if (answer.number === 0) return false;
  return answer.number === request.keys.length ? true : undefined;
}
