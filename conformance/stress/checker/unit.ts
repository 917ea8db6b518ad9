// The checker's model of a work unit, and the calls on it.
import type { Call } from "../history/call.ts";
import { type Operation, Register } from "./register.ts";
import {
  ABSENT,
  added,
  chained,
  deleted,
  isMadeKey,
  isSameState,
  leased,
  made,
  prioritized,
  type Rules,
  type Span,
  statusRead,
  UNKNOWN,
  type UnitState,
} from "./unit-state.ts";
import { updated } from "./unit-update.ts";

/** How many of the last calls on a unit are kept. */
const RECENT = 10;

export class Unit implements Rules {
  readonly spec: string;
  readonly key: string;
  readonly #rules: Rules;
  readonly #unseenBefore: number;
  readonly register = new Register<UnitState>(ABSENT, UNKNOWN, isSameState);
  /** End of the last call that may have changed the unit, in microseconds. */
  changedAt = 0;
  /** Number of calls so far that may have changed the unit. */
  version = 0;
  /** Since when the unit has certainly existed; infinity if it may not exist. */
  #thereSince = Number.POSITIVE_INFINITY;
  /** The last get_work that returned the unit. */
  handedOutBy: Call | null = null;
  readonly #recent: Call[];

  /**
   * @param rules settings of the work spec; the object is shared and its values may change
   * @param unseenBefore how much of `rules.unseen` cannot concern this unit, since those calls were over before it was created
   * @param before last calls on an earlier unit with the same key
   */
  constructor(spec: string, key: string, rules: Rules, unseenBefore: number, before: readonly Call[]) {
    this.spec = spec;
    this.key = key;
    this.#rules = rules;
    this.#unseenBefore = unseenBefore;
    this.#recent = [...before];
  }

  get maxRetries(): number | undefined {
    return this.#rules.maxRetries;
  }

  get isContinuous(): boolean {
    return this.#rules.isContinuous;
  }

  get unseen(): number {
    return this.#rules.unseen - this.#unseenBefore;
  }

  get name(): string {
    return `${this.spec}/${this.key}`;
  }

  /** The last calls on the unit, oldest first. */
  get recent(): readonly Call[] {
    return [...this.#recent];
  }

  remember(call: Call): void {
    if (this.#recent.length >= RECENT) this.#recent.shift();
    this.#recent.push(call);
  }

  /** A call that may have changed the unit ended at this time. */
  changed(time: number): void {
    this.changedAt = time;
    this.version++;
    const { certain } = this.register;
    const isThere = certain === undefined ? this.register.states.every(isThereIn) : isThereIn(certain);
    if (!isThere) this.#thereSince = Number.POSITIVE_INFINITY;
    else if (this.#thereSince === Number.POSITIVE_INFINITY) this.#thereSince = time;
  }

  /** Whether the unit certainly existed from `start` until now, whatever its state. */
  isThereSince(start: number): boolean {
    return this.#thereSince < start && !this.register.active.some(({ removes }) => removes === true);
  }

  /** The state of the unit if it is certain and has not changed since `start`; else undefined. */
  steadySince(start: number): UnitState | undefined {
    return this.changedAt < start ? this.register.certain : undefined;
  }
}

function isThereIn({ is }: UnitState): boolean {
  return is !== "absent" && is !== "unknown";
}

/** The effect of a call on one unit. `index` is its place in the call; `isChain`: it is part of another unit's output. */
export class UnitOperation implements Operation<UnitState> {
  readonly unit: Unit;
  readonly call: Call;
  /** The unit's version when this call began. */
  readonly versionBefore: number;
  readonly #index: number;
  readonly isChain: boolean;
  readonly #span: Span;

  constructor(unit: Unit, call: Call, index: number, isChain: boolean, span: Span) {
    this.unit = unit;
    this.call = call;
    this.versionBefore = unit.version;
    this.#index = index;
    this.isChain = isChain;
    this.#span = span;
  }

  get changesNothing(): boolean {
    const { request, answer } = this.call;
    return request.do === "status" || (request.do === "update" && answer.is === "done" && !answer.done);
  }

  get removes(): boolean {
    const { request } = this.call;
    return request.do === "delete" || request.do === "clear";
  }

  get isRead(): boolean {
    return this.call.request.do === "status";
  }

  step(state: UnitState): readonly UnitState[] {
    const { request, answer } = this.call;
    const rules = this.unit;
    switch (request.do) {
      case "add": {
        const unit = request.units[this.#index];
        return unit === undefined ? [] : added(state, unit, this.#span, rules);
      }
      case "get-work":
        return rules.isContinuous && mayBeMade(state, this.unit.key)
          ? made(request.worker, request.lease, this.#span)
          : leased(state, request.worker, request.lease, this.#span, rules);
      case "update": {
        const unit = this.isChain ? request.output[this.#index - 1] : undefined;
        if (unit !== undefined) return chained(unit, this.#span);
        return updated(
          state,
          request,
          answer.is === "done" ? answer.done : answer.is === "error" ? "error" : undefined,
          this.#span,
          rules,
        );
      }
      case "prioritize":
        return prioritized(state, request.priority, request.by === "adjustment");
      case "clear":
        return [ABSENT];
      case "delete":
        return deleted(state, request.status, wereThere(this.call), this.#span, rules);
      case "status": {
        const said = answer.is === "statuses" ? answer.statuses[this.#index] : undefined;
        return said === undefined ? [state] : statusRead(state, said, this.#span, rules);
      }
      default:
        return [state];
    }
  }
}

/**
 * Whether the unit may just have been generated. Generated keys are times, so if the daemon's clock was set back, a generated unit
 * may replace a finished or failed one.
 */
function mayBeMade({ is }: UnitState, key: string): boolean {
  return (is === "absent" || is === "finished" || is === "failed") && isMadeKey(key);
}

/** True if the deletion's reply says that all units were deleted, false if none; undefined if only some, or no reply. */
function wereThere({ request, answer }: Call): boolean | undefined {
  if (request.do !== "delete" || answer.is !== "number") return undefined;
  if (answer.number === 0) return false;
  return answer.number === request.keys.length ? true : undefined;
}
