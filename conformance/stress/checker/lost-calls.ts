// Calls that got no reply. They may take effect until it is certain that they cannot any more; a get_work among them
// may have leased any units to its worker.
import type { Call } from "../history/call.ts";
import type { Operation } from "./register.ts";
import { leased, type Rules, type UnitState } from "./unit-state.ts";

/**
 * Microseconds. A call that starts this long after the end of an unanswered one and is answered shows that the daemon has dealt
 * with the unanswered one.
 */
const SETTLED_AFTER = 1_000_000;
/** No call takes longer than this, in microseconds. */
const LONGEST_CALL = 60_000_000;
const SECOND = 1_000_000;

const NO_GHOSTS: readonly Ghost[] = [];
const NOTHING: readonly never[] = [];

export type Lost<Effect> = { readonly call: Call; readonly effect: Effect };

/** The unanswered calls of a history that may still take effect. */
export class LostCalls<Effect> {
  #open: Lost<Effect>[] = [];
  #ghosts: Ghost[] = [];
  readonly #slack: number;

  constructor(slack: number) {
    this.#slack = slack;
  }

  /** An unanswered call starts. */
  begin(call: Call): void {
    if (call.request.do === "get-work") this.#ghosts.push(new Ghost(call, this.#slack));
  }

  end(call: Call, effect: Effect): void {
    this.#open.push({ call, effect });
  }

  /** The unanswered calls that can no longer take effect, as this answered call shows; each is returned once. */
  settledBy(answered: Call): readonly Lost<Effect>[] {
    if (this.#open.length === 0) return NOTHING;
    const isSettled = ({ call }: Lost<Effect>) => answered.start >= call.end + SETTLED_AFTER;
    const settled = this.#open.filter(isSettled);
    if (settled.length === 0) return NOTHING;
    this.#open = this.#open.filter((lost) => !isSettled(lost));
    for (const ghost of this.#ghosts) {
      if (settled.some(({ call }) => call === ghost.call)) ghost.settledAt = answered.end;
    }
    this.#ghosts = this.#ghosts.filter((ghost) => ghost.isHolding(answered.start - LONGEST_CALL));
    return settled;
  }

  /** Returns all open calls: from `time` on (a restart) none of them can take effect. */
  settleAll(time: number): readonly Lost<Effect>[] {
    const settled = this.#open;
    this.#open = [];
    for (const ghost of this.#ghosts) ghost.settledAt = Math.min(ghost.settledAt, time);
    return settled;
  }

  /** The unanswered get_works that may have leases on units of this work spec at this time. */
  ghostsOf(spec: string, time: number): readonly Ghost[] {
    if (this.#ghosts.length === 0) return NO_GHOSTS;
    return this.#ghosts.filter((ghost) => ghost.mayTake(spec) && ghost.isHolding(time));
  }

  /** Forgets all calls, after a restart that lost everything. */
  clear(): void {
    this.#open = [];
    this.#ghosts = [];
  }
}

/** An unanswered get_work, and the leases that it may have taken. */
export class Ghost {
  readonly call: Call;
  readonly #slack: number;
  settledAt = Number.POSITIVE_INFINITY;
  readonly #operations = new Map<Rules, Operation<UnitState>>();

  constructor(call: Call, slack: number) {
    this.call = call;
    this.#slack = slack;
  }

  /** How many units it may have leased, at most. */
  get most(): number {
    const { request } = this.call;
    return request.do === "get-work" ? request.most : 0;
  }

  mayTake(spec: string): boolean {
    const { request } = this.call;
    return request.do === "get-work" && (request.specs.length === 0 || request.specs.includes(spec));
  }

  isHolding(time: number): boolean {
    const { request } = this.call;
    const lease = request.do === "get-work" ? request.lease * SECOND : 0;
    return time <= this.settledAt + lease + 2 * this.#slack;
  }

  /** The lease it may have taken on a unit of a work spec; the same operation object for all units of the spec. */
  on(rules: Rules): Operation<UnitState> {
    let operation = this.#operations.get(rules);
    if (operation === undefined) {
      operation = { step: (state) => this.#step(state, rules), changesNothing: false };
      this.#operations.set(rules, operation);
    }
    return operation;
  }

  #step(state: UnitState, rules: Rules): readonly UnitState[] {
    const { request, start } = this.call;
    if (request.do !== "get-work") return [];
    const span = { from: start - this.#slack, to: this.settledAt };
    // It may have taken effect before the unit got its delay or its latest attempts, so neither prevents the lease.
    const before = { ...state, dueFrom: 0 };
    return leased(before, request.worker, request.lease, span, { ...rules, maxRetries: undefined });
  }
}
