// The set of states that one object (a unit, a namespace of locks) may be in: every state that some order of the calls
// leads to, where each call takes effect at one point between its start and its end. If no order explains a reply, the
// reply is wrong. This is the just-in-time linearisation of Lowe, "Testing for linearizability" (2017), done
// incrementally.

/** A call, as far as it concerns one thing. */
export type Operation<State> = {
  /** The states that it may lead to from this one; none where its answer cannot be given there. */
  step(state: State): readonly State[];
  /** Whether it changes the thing in no state, as it was answered: it only says what it found. */
  readonly changesNothing: boolean;
  /** Whether the thing may be gone after it. */
  readonly removes?: boolean;
};

type Possible<State> = {
  readonly state: State;
  /** Calls under way that have taken effect already. */
  readonly done: readonly Operation<State>[];
};

const NONE: readonly never[] = [];
/** More possibilities than this are not followed. */
const MOST_POSSIBLE = 200;

export class Register<State> {
  readonly #isSame: (a: State, b: State) => boolean;
  readonly #unknown: State;
  #possible: readonly Possible<State>[];
  readonly #active: Operation<State>[] = [];

  /** @param unknown the state that is as good as any: every call may find the thing as it needs it */
  constructor(initial: State, unknown: State, isSame: (a: State, b: State) => boolean) {
    this.#possible = [{ state: initial, done: [] }];
    this.#unknown = unknown;
    this.#isSame = isSame;
  }

  /** The state when there is only one that it can be in, and no call is under way. */
  get certain(): State | undefined {
    return this.#possible.length === 1 && this.#active.length === 0 ? this.#possible[0]?.state : undefined;
  }

  /** Every state that it may be in, some of them more than once. */
  get states(): readonly State[] {
    return this.#possible.map(({ state }) => state);
  }

  /** How many calls on it are under way. */
  get activeCount(): number {
    return this.#active.length;
  }

  /** Whether the call may have taken effect already, when others that overlapped it were answered. */
  mayBeDone(operation: Operation<State>): boolean {
    for (const { done } of this.#possible) if (done.includes(operation)) return true;
    return false;
  }

  /** Whether it has certainly taken effect already: nothing else explains what others were answered. */
  isDone(operation: Operation<State>): boolean {
    return this.#possible.every(({ done }) => done.includes(operation));
  }

  /** The calls on it that are under way. */
  get active(): readonly Operation<State>[] {
    return this.#active;
  }

  begin(operation: Operation<State>): void {
    this.#active.push(operation);
  }

  /**
   * The call was answered: it has taken effect.
   * @param hidden calls that nobody knows of yet and that may have taken effect too
   * @returns false where no order of the calls explains the answer; then all is as before, but for this call
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

  /** As nearly always: no other call is under way. */
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

  /** The call was never answered, and can take effect no more: it has, or has not. */
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

  /** From now on it is in this state, whatever was before. */
  reset(state: State): void {
    this.#possible = [{ state, done: [] }];
  }

  #forget(operation: Operation<State>): void {
    const at = this.#active.indexOf(operation);
    if (at >= 0) this.#active.splice(at, 1);
  }

  /** Every way in which this call takes effect now, some of the others before it. */
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
      // What the others lead to can come after it as well, since they are under way still.
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
