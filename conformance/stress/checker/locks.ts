// The checker's model of locks in one namespace: each is held by one owner until it expires, and none is above or below
// another.
import type { Call } from "../history/call.ts";
import { type Operation, Register } from "./register.ts";
import type { Span } from "./unit-state.ts";
import type { ViolationKind } from "./violation.ts";

type Held = { readonly path: string; readonly owner: string; readonly overFrom: number; readonly overBy: number };

/** The locks held in a group; null: not known. */
export type LockState = readonly Held[] | null;

const SECOND = 1_000_000;
const DEFAULT_SECONDS = 60;
const RECENT = 10;

export class LockGroup {
  readonly name: string;
  readonly register: Register<LockState>;
  readonly #recent: Call[] = [];

  constructor(name: string, initial: LockState) {
    this.name = name;
    this.register = new Register<LockState>(initial, null, isSame);
  }

  get recent(): readonly Call[] {
    return [...this.#recent];
  }

  /** After a restart each lock may have been kept or lost. */
  mayHaveForgotten(): void {
    this.register.begin(FORGETTING);
    this.register.end(FORGETTING);
  }

  remember(call: Call): void {
    if (this.#recent.length >= RECENT) this.#recent.shift();
    this.#recent.push(call);
  }
}

const NOBODY: readonly LockState[] = [];

const FORGETTING: Operation<LockState> = {
  changesNothing: false,
  step: (state) => (state === null ? [null] : subsetsOf(state)),
};

function subsetsOf(held: readonly Held[]): readonly (readonly Held[])[] {
  let subsets: (readonly Held[])[] = [[]];
  for (const lock of held) subsets = [...subsets, ...subsets.map((each) => [...each, lock])];
  return subsets;
}

export class LockOperation implements Operation<LockState> {
  readonly call: Call;
  readonly #span: Span;
  readonly #path: string;
  readonly #owner: string;
  readonly changesNothing: boolean;

  constructor(call: Call, span: Span) {
    const { request } = call;
    this.call = call;
    this.#span = span;
    this.#path = "path" in request ? request.path.join("/") : "";
    const { answer } = call;
    this.changesNothing = request.do === "read-lock" ? answer.is !== "none" : answer.is === "done" && !answer.done;
    this.#owner = "owner" in request ? request.owner : "";
  }

  /** Name of the lock group that the path belongs to: its first two components. */
  get groupName(): string {
    const end = this.#path.indexOf("/", this.#path.indexOf("/") + 1);
    return end < 0 ? this.#path : this.#path.slice(0, end);
  }

  step(state: LockState): readonly LockState[] {
    if (state === null) return [null];
    const ways = seenAs(state, this.#span);
    const [only] = ways;
    return ways.length === 1 && only !== undefined
      ? this.#outcomes(only)
      : ways.flatMap((held) => this.#outcomes(held));
  }

  #outcomes(held: readonly Held[]): readonly LockState[] {
    const { request, answer } = this.call;
    const path = this.#path;
    const mayBe = (done: boolean) => answer.is !== "done" || answer.done === done;
    switch (request.do) {
      case "lock":
        if (held.some((each) => isInTheWay(each.path, path))) return mayBe(false) ? [held] : NOBODY;
        return mayBe(true) ? [[...held, this.#hold(request.seconds)]] : NOBODY;
      case "renew-lock":
      case "unlock": {
        const own = held.find((each) => each.path === path && each.owner === this.#owner);
        if (own === undefined) return mayBe(false) ? [held] : NOBODY;
        if (!mayBe(true)) return NOBODY;
        const others = held.filter((each) => each !== own);
        return [request.do === "unlock" ? others : [...others, this.#hold(request.seconds)]];
      }
      default: {
        const owner = held.find((each) => each.path === path)?.owner ?? null;
        return answer.is !== "owner" || answer.owner === owner ? [held] : NOBODY;
      }
    }
  }

  #hold(seconds: number): Held {
    const length = (seconds === 0 ? DEFAULT_SECONDS : seconds) * SECOND;
    const { from, to } = this.#span;
    return { path: this.#path, owner: this.#owner, overFrom: from + length, overBy: to + length };
  }
}

/** The possible sets of locks still held at this time: a lock whose expiry is within the span may be held or not. */
function seenAs(held: readonly Held[], { from, to }: Span): readonly (readonly Held[])[] {
  // The common case: no lock can have expired.
  if (held.every(({ overFrom }) => to < overFrom)) return [held];
  let ways: (readonly Held[])[] = [[]];
  for (const lock of held) {
    if (from > lock.overBy) continue;
    const kept = ways.map((way) => [...way, lock]);
    ways = to < lock.overFrom ? kept : [...kept, ...ways];
  }
  return ways;
}

function isInTheWay(held: string, path: string): boolean {
  if (held.length === path.length) return held === path;
  return held.length > path.length ? held.startsWith(`${path}/`) : path.startsWith(`${held}/`);
}

function isSame(a: LockState, b: LockState): boolean {
  if (a === b) return true;
  if (a === null || b === null) return false;
  return a.length === b.length && a.every((held) => b.some((other) => isSameLock(held, other)));
}

function isSameLock(a: Held, b: Held): boolean {
  return a === b || (a.path === b.path && a.owner === b.owner && a.overFrom === b.overFrom && a.overBy === b.overBy);
}

/** Classifies a reply to a lock call that no order of the calls explains. */
export function lockFault({ request, answer }: Call): { kind: ViolationKind; what: string } {
  const said = answer.is === "done" ? String(answer.done) : answer.is === "owner" ? String(answer.owner) : answer.is;
  const path = "path" in request ? request.path.join("/") : "";
  const isTaken = request.do === "lock" && answer.is === "done" && answer.done;
  if (isTaken)
    return {
      kind: "lock-held-twice",
      what: `${path} was locked by ${request.owner} while it, or a path above or below it, was held`,
    };
  const owner = "owner" in request ? ` of ${request.owner}` : "";
  return {
    kind: "lock-lost",
    what: `${request.do}${owner} on ${path} was answered ${said}, which no order of the calls explains`,
  };
}
