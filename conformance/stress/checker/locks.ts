// Locks as the checker follows them: those below one group, each held by one owner until its time is over, none of them above
// or below another.
import type { Call } from "../history/call.ts";
import { type Operation, Register } from "./register.ts";
import type { Span } from "./unit-state.ts";
import type { ViolationKind } from "./violation.ts";

type Held = { readonly path: string; readonly owner: string; readonly overFrom: number; readonly overBy: number };

/** What is held in a group; null: nobody knows. */
export type LockState = readonly Held[] | null;

const SECOND = 1_000_000;
const DEFAULT_SECONDS = 60;
const RECENT = 10;

export class LockGroup {
  readonly name: string;
  readonly register: Register<LockState>;
  #recent: Call[] = [];

  constructor(name: string, initial: LockState) {
    this.name = name;
    this.register = new Register<LockState>(initial, null, isSame);
  }

  get recent(): readonly Call[] {
    return this.#recent;
  }

  remember(call: Call): void {
    this.#recent = [...this.#recent.slice(-RECENT + 1), call];
  }
}

/** The group of a path: its first two labels. */
export function groupOf(path: readonly string[]): string {
  return path.slice(0, 2).join("/");
}

export class LockOperation implements Operation<LockState> {
  readonly call: Call;
  readonly #span: Span;

  constructor(call: Call, span: Span) {
    this.call = call;
    this.#span = span;
  }

  step(state: LockState): readonly LockState[] {
    if (state === null) return [null];
    return seenAs(state, this.#span).flatMap((held) => this.#outcomes(held));
  }

  #outcomes(held: readonly Held[]): readonly LockState[] {
    const { request, answer } = this.call;
    const said = answer.is === "done" ? answer.done : undefined;
    const when = (done: boolean, next: LockState): LockState[] => (said === undefined || said === done ? [next] : []);
    switch (request.do) {
      case "lock": {
        const path = request.path.join("/");
        if (held.some((each) => isInTheWay(each.path, path))) return when(false, held);
        return when(true, [...held, this.#hold(path, request.owner, request.seconds)]);
      }
      case "renew-lock": {
        const path = request.path.join("/");
        const others = held.filter((each) => each.path !== path || each.owner !== request.owner);
        if (others.length === held.length) return when(false, held);
        return when(true, [...others, this.#hold(path, request.owner, request.seconds)]);
      }
      case "unlock": {
        const path = request.path.join("/");
        const others = held.filter((each) => each.path !== path || each.owner !== request.owner);
        return others.length === held.length ? when(false, held) : when(true, others);
      }
      case "read-lock": {
        const path = request.path.join("/");
        const owner = held.find((each) => each.path === path)?.owner ?? null;
        return answer.is !== "owner" || answer.owner === owner ? [held] : [];
      }
      default:
        return [held];
    }
  }

  #hold(path: string, owner: string, seconds: number): Held {
    const length = (seconds === 0 ? DEFAULT_SECONDS : seconds) * SECOND;
    return { path, owner, overFrom: this.#span.from + length, overBy: this.#span.to + length };
  }
}

/** Every way in which some of the locks are over by then. */
function seenAs(held: readonly Held[], { from, to }: Span): readonly (readonly Held[])[] {
  let ways: (readonly Held[])[] = [[]];
  for (const lock of held) {
    if (from > lock.overBy) continue;
    const kept = ways.map((way) => [...way, lock]);
    ways = to < lock.overFrom ? kept : [...kept, ...ways];
  }
  return ways;
}

function isInTheWay(held: string, path: string): boolean {
  return held === path || held.startsWith(`${path}/`) || path.startsWith(`${held}/`);
}

function isSame(a: LockState, b: LockState): boolean {
  if (a === null || b === null) return a === b;
  return (
    a.length === b.length &&
    a.every((held) =>
      b.some(
        (other) =>
          other.path === held.path &&
          other.owner === held.owner &&
          other.overFrom === held.overFrom &&
          other.overBy === held.overBy,
      ),
    )
  );
}

/** What an answer shows that no order of the calls explains. */
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
