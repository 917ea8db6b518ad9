// The set of states that one object (a unit, a namespace of locks) may be in: every state that some order of the calls
// leads to, where each call takes effect at one point between its start and its end. If no order explains a reply, the
// reply is wrong. This is the just-in-time linearisation of Lowe, "Testing for linearizability" (2017), done
// incrementally.

/** The effect of a call on one object. */
export type Operation<State> = {
  /** The states that the call may lead to from this one; empty if its reply is impossible in this state. */
  step(state: State): readonly State[];
  /** Whether the call, given its reply, leaves the object unchanged in every state, so that it only reads. */
  readonly changesNothing: boolean;
  /** Whether the object may no longer exist afterwards. */
  readonly removes?: boolean;
};

type Possible<State> = {
  readonly state: State;
  /** Calls in progress that have already taken effect. */
  readonly done: readonly Operation<State>[];
};

const NONE: readonly never[] = [];
/** If there are more possibilities than this, the state counts as unknown. */
const MOST_POSSIBLE = 200;

export class Register<State> {
  readonly #isSame: (a: State, b: State) => boolean;
  readonly #unknown: State;
  #possible: readonly Possible<State>[];
  readonly #active: Operation<State>[] = [];

  /** @param unknown a state in which every reply is possible */
  constructor(initial: State, unknown: State, isSame: (a: State, b: State) => boolean) {
    this.#possible = [{ state: initial, done: [] }];
    this.#unknown = unknown;
    this.#isSame = isSame;
  }

  /** The state, if only one is possible and no call is in progress; else undefined. */
  get certain(): State | undefined {
    return this.#possible.length === 1 && this.#active.length === 0 ? this.#possible[0]?.state : undefined;
  }

  /** Every possible state; may contain duplicates. */
  get states(): readonly State[] {
    return this.#possible.map(({ state }) => state);
  }

  /** Number of calls in progress on the object. */
  get activeCount(): number {
    return this.#active.length;
  }

  /** Whether a call in progress may already have taken effect, according to the replies to overlapping calls. */
  mayBeDone(operation: Operation<State>): boolean {
    for (const { done } of this.#possible) if (done.includes(operation)) return true;
    return false;
  }

  /** Whether a call in progress has certainly taken effect: nothing else explains the replies to overlapping calls. */
  isDone(operation: Operation<State>): boolean {
    return this.#possible.every(({ done }) => done.includes(operation));
  }

  /** The calls in progress on the object. */
  get active(): readonly Operation<State>[] {
    return this.#active;
  }

  begin(operation: Operation<State>): void {
    this.#active.push(operation);
  }

  /**
   * Ends a call that was answered and therefore has taken effect.
   * @param hidden operations that were not begun here and may have taken effect too (leases of unanswered get_works)
   * @returns false if no order of the calls explains the reply; then the possible states are left unchanged
   */
  end(operation: Operation<State>, hidden: readonly Operation<State>[] = []): boolean {
    this.#forget(operation);
    if (this.#active.length === 0 && hidden.length === 0) return this.#endAlone(operation);
    const next: Possible<State>[] = [];
    for (const possible of this.#possible) {
      if (possible.done.includes(operation)) {
        this.#add(next, { state: possible.state, done: possible.done.filter((each) => each !== operation) });
      } else {
        this.#explore(possible, operation, hidden, next);
      }
    }
    return this.#take(next);
  }

  /** The common case: no other call is in progress. */
  #endAlone(operation: Operation<State>): boolean {
    const [only] = this.#possible;
    if (only !== undefined && this.#possible.length === 1 && only.done.length === 0) {
      const states = operation.step(only.state);
      const [state] = states;
      if (state === undefined) return false;
      if (states.length === 1) {
        if (state !== only.state) this.#possible = [{ state, done: NONE }];
        return true;
      }
    }
    const next: Possible<State>[] = [];
    for (const { state, done } of this.#possible) {
      if (done.length === 0) {
        const states = operation.step(state);
        for (const each of states) this.#add(next, { state: each, done: NONE });
      } else if (done.includes(operation)) {
        this.#add(next, { state, done: done.filter((each) => each !== operation) });
      } else {
        for (const each of operation.step(state)) this.#add(next, { state: each, done });
      }
    }
    return this.#take(next);
  }

  #take(next: readonly Possible<State>[]): boolean {
    if (next.length === 0) return false;
    this.#possible =
      next.length > MOST_POSSIBLE
        ? [
            { state: this.#unknown, done: NONE },
            { state: this.#unknown, done: [...this.#active] },
          ]
        : next;
    return true;
  }

  /** Ends an unanswered call that can no longer take effect: either it has taken effect or it never will. */
  settle(operation: Operation<State>): void {
    this.#forget(operation);
    const next: Possible<State>[] = [];
    for (const { state, done } of this.#possible) {
      this.#add(next, { state, done: done.filter((each) => each !== operation) });
      if (done.includes(operation)) continue;
      for (const changed of operation.step(state)) this.#add(next, { state: changed, done });
    }
    this.#take(next);
  }

  /** Replaces all possible states by this one. */
  reset(state: State): void {
    this.#possible = [{ state, done: [] }];
  }

  #forget(operation: Operation<State>): void {
    const at = this.#active.indexOf(operation);
    if (at >= 0) this.#active.splice(at, 1);
  }

  /** Finds every way in which this call takes effect now, after any sequence of the other open calls. */
  #explore(
    from: Possible<State>,
    operation: Operation<State>,
    hidden: readonly Operation<State>[],
    found: Possible<State>[],
  ): void {
    const open = [from];
    for (let at = 0; at < open.length && open.length <= MOST_POSSIBLE; at++) {
      const possible = open[at];
      if (possible === undefined) return;
      const states = operation.step(possible.state);
      for (const state of states) this.#add(found, { state, done: possible.done });
      // The call is read-only here, so the others, still in progress, can as well take effect after it.
      if (operation.changesNothing && states.includes(possible.state)) continue;
      for (const others of [this.#active, hidden]) {
        for (const other of others) {
          if (possible.done.includes(other)) continue;
          for (const state of other.step(possible.state)) open.push({ state, done: [...possible.done, other] });
        }
      }
    }
    if (open.length > MOST_POSSIBLE) {
      this.#add(found, { state: this.#unknown, done: [] });
      this.#add(found, { state: this.#unknown, done: [...this.#active] });
    }
  }

  #add(list: Possible<State>[], { state, done }: Possible<State>): void {
    if (list.length === 0) {
      list.push({ state, done });
      return;
    }
    const isKnown = list.some(
      (each) =>
        each.done.length === done.length &&
        this.#isSame(each.state, state) &&
        each.done.every((operation) => done.includes(operation)),
    );
    if (!isKnown) list.push({ state, done });
  }
}
