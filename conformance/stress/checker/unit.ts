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

/** How many of its last calls are kept of a unit. */
const RECENT = 10;

export class Unit implements Rules {
  readonly spec: string;
  readonly key: string;
  readonly #rules: Rules;
  readonly #unseenBefore: number;
  readonly register = new Register<UnitState>(ABSENT, UNKNOWN, isSameState);
  /** When the last call that may have changed it was over. */
  changedAt = 0;
  /** Counts these calls. */
  version = 0;
  /** Since when it certainly is there, in some state; never where it may be gone. */
  #thereSince = Number.POSITIVE_INFINITY;
  /** The last call that handed it out. */
  handedOutBy: Call | null = null;
  readonly #recent: Call[];

  /** @param rules of its work spec, whose values may change; @param unseenBefore attempts in them that cannot be at this unit; @param before calls on one of its key that is gone */
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

  /** Its last calls. */
  get recent(): readonly Call[] {
    return [...this.#recent];
  }

  remember(call: Call): void {
    if (this.#recent.length >= RECENT) this.#recent.shift();
    this.#recent.push(call);
  }

  /** It may have changed by then. */
  changed(time: number): void {
    this.changedAt = time;
    this.version++;
    const { certain } = this.register;
    const isThere = certain === undefined ? this.register.states.every(isThereIn) : isThereIn(certain);
    if (!isThere) this.#thereSince = Number.POSITIVE_INFINITY;
    else if (this.#thereSince === Number.POSITIVE_INFINITY) this.#thereSince = time;
  }

  /** Whether it certainly was there from `start` until now, whatever else became of it. */
  isThereSince(start: number): boolean {
    return this.#thereSince < start && !this.register.active.some(({ removes }) => removes === true);
  }

  /** Its state when that was one and the same from `start` on. */
  steadySince(start: number): UnitState | undefined {
    return this.changedAt < start ? this.register.certain : undefined;
  }
}

function isThereIn({ is }: UnitState): boolean {
  return is !== "absent" && is !== "unknown";
}

/** What a call does to one unit. `index` is the unit's place in the call; `chain` for one in the output of another unit. */
export class UnitOperation implements Operation<UnitState> {
  readonly unit: Unit;
  readonly call: Call;
  /** How often the unit may have changed before this call began. */
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

/** What a continuous spec makes is named by the time; where that was set back, in place of a unit that is done. */
function mayBeMade({ is }: UnitState, key: string): boolean {
  return (is === "absent" || is === "finished" || is === "failed") && isMadeKey(key);
}

/** Whether all units of a deletion were there, or none; undefined where only some were, or nobody knows. */
function wereThere({ request, answer }: Call): boolean | undefined {
  if (request.do !== "delete" || answer.is !== "number") return undefined;
  if (answer.number === 0) return false;
  return answer.number === request.keys.length ? true : undefined;
}
