// The life of a work unit as the protocol has it: what each call makes of a unit in each state, and which answers it may give
// there. Bounds of times come from the start and the end of calls: a daemon counts from some moment between them.
import type { Call, UnitStatus } from "../history/call.ts";

export type UnitState = {
  readonly is: "absent" | "open" | "pending" | "finished" | "failed" | "unknown";
  /** Who has the lease of a pending unit; "" where that is not known. */
  readonly worker: string;
  /** When the lease of a pending unit is over: not before, and not after. */
  readonly overFrom: number;
  readonly overBy: number;
  /** From when an open unit may be handed out, as for the lease. */
  readonly dueFrom: number;
  readonly dueBy: number;
  /** NaN where it is not known. */
  readonly priority: number;
};

const NOTHING = { worker: "", overFrom: 0, overBy: 0, dueFrom: 0, dueBy: 0, priority: 0 } as const;
export const ABSENT: UnitState = { ...NOTHING, is: "absent" };
export const UNKNOWN: UnitState = {
  ...NOTHING,
  is: "unknown",
  overFrom: Number.NEGATIVE_INFINITY,
  overBy: Number.POSITIVE_INFINITY,
  dueBy: Number.POSITIVE_INFINITY,
  priority: Number.NaN,
};

export function isSameState(a: UnitState, b: UnitState): boolean {
  if (a === b) return true;
  return (
    a.is === b.is &&
    a.worker === b.worker &&
    a.overFrom === b.overFrom &&
    a.overBy === b.overBy &&
    a.dueFrom === b.dueFrom &&
    a.dueBy === b.dueBy &&
    Object.is(a.priority, b.priority)
  );
}

const SECOND = 1_000_000;
/** What a daemon gives that is told no length, or one that it does not take. */
const DEFAULT_LEASE = 300;
const LONGEST_LEASE = 86_400;

/** When the answer to a call was computed, at the earliest and at the latest, widened by what clocks may differ. */
export type Span = { readonly from: number; readonly to: number };

/** The states that a unit may be in at that time as the daemon sees it: a lease may be over. */
export function seenAs(state: UnitState, { from, to }: Span): readonly UnitState[] {
  if (state.is !== "pending" || to < state.overFrom) return [state];
  const open: UnitState = { ...state, is: "open", worker: "", overFrom: 0, overBy: 0 };
  return from > state.overBy ? [open] : [state, open];
}

export function added(state: UnitState, priority: number, delay: number, span: Span): readonly UnitState[] {
  const due = delay > 0 ? { dueFrom: span.from + delay * SECOND, dueBy: span.to + delay * SECOND } : AT_ONCE;
  return seenAs(state, span).map((each) => ({
    ...(each.is === "pending" || each.is === "unknown" ? each : { ...ABSENT, is: "open" }),
    priority,
    ...due,
  }));
}

const AT_ONCE = { dueFrom: 0, dueBy: 0 };

/** A chained output takes the place of what had its key. */
export function chained(): readonly UnitState[] {
  return [{ ...ABSENT, is: "open" }];
}

export function leased(state: UnitState, worker: string, seconds: number, span: Span): readonly UnitState[] {
  return seenAs(state, span).flatMap((each) => {
    if (each.is !== "open" && each.is !== "unknown") return [];
    if (each.dueFrom > span.to) return [];
    // What was leased before has been over by then.
    return [pending(each, worker, seconds, { from: Math.max(span.from, state.overFrom, each.dueFrom), to: span.to })];
  });
}

function pending(state: UnitState, worker: string, seconds: number, { from, to }: Span): UnitState {
  const lease = (seconds < 1 ? DEFAULT_LEASE : Math.min(seconds, LONGEST_LEASE)) * SECOND;
  return { ...state, is: "pending", worker, overFrom: from + lease, overBy: to + lease };
}

/** What a call that was answered with `answer` may have made of a unit; undefined: it was never answered. */
export function updated(
  state: UnitState,
  { status, lease, worker }: { status: number; lease: number; worker: string },
  answer: boolean | "error" | undefined,
  span: Span,
): readonly UnitState[] {
  return seenAs(state, span).flatMap((each) => {
    const outcomes = updateOutcomes(each, status, lease, worker, span);
    return outcomes
      .filter((outcome) => answer === undefined || outcome.answer === answer)
      .map((outcome) => outcome.state);
  });
}

type Outcome = { readonly answer: boolean | "error"; readonly state: UnitState };

function updateOutcomes(
  state: UnitState,
  status: number,
  lease: number,
  worker: string,
  span: Span,
): readonly Outcome[] {
  const same = (...answers: (boolean | "error")[]) => answers.map((answer) => ({ answer, state }));
  const becomes = (next: UnitState) => [{ answer: true, state: next }];
  const ended = (is: "finished" | "failed") => becomes({ ...state, is, worker: "", overFrom: 0, overBy: 0 });
  const reopened = becomes({ ...state, is: "open", worker: "", overFrom: 0, overBy: 0 });
  switch (state.is) {
    case "absent":
      return same(false, "error");
    case "open":
      if (status === 0 || status === 1) return same(true, false);
      if (status === 3) return becomes(pending(state, worker, lease, span));
      return ended(status === 4 ? "finished" : "failed");
    case "pending":
      if (status === 0 || status === 3) return becomes(renewed(state, lease, span));
      if (status === 1) return reopened;
      return ended(status === 4 ? "finished" : "failed");
    case "finished":
      if (status === 1) return reopened;
      return status === 3 ? same("error") : same(false);
    case "failed":
      if (status === 1) return reopened;
      if (status === 4) return ended("finished");
      return status === 3 ? same("error") : same(false);
    case "unknown":
      if (status === 1) return [...reopened, ...same(false, "error")];
      if (status === 4) return [...ended("finished"), ...same(false, "error")];
      if (status === 5) return [...ended("failed"), ...same(false, "error")];
      return same(true, false, "error");
    default:
      return state.is satisfies never;
  }
}

/** A renewal without a length may keep a lease that lasts longer. */
function renewed(state: UnitState, lease: number, span: Span): UnitState {
  const next = pending(state, state.worker, lease, span);
  return lease > 0 ? next : { ...next, overBy: Math.max(next.overBy, state.overBy) };
}

/** @param wasThere whether the call says that it deleted this unit; undefined where it does not say */
export function deleted(
  state: UnitState,
  status: number,
  wasThere: boolean | undefined,
  span: Span,
): readonly UnitState[] {
  return seenAs(state, span).flatMap((each) => {
    if (each.is === "unknown") return wasThere === true ? [ABSENT] : wasThere === false ? [each] : [ABSENT, each];
    const goes = each.is !== "absent" && (status === 0 || STATUS[each.is] === status);
    return wasThere === undefined || wasThere === goes ? [goes ? ABSENT : each] : [];
  });
}

const STATUS: Record<Exclude<UnitState["is"], "absent" | "unknown">, number> = {
  open: 1,
  pending: 3,
  finished: 4,
  failed: 5,
};

/** What a unit that is said to have this status is; what that tells of the end of a lease is kept. */
export function statusRead(state: UnitState, said: UnitStatus | null, { from, to }: Span): readonly UnitState[] {
  switch (state.is) {
    case "unknown":
      return [said === null ? ABSENT : { ...UNKNOWN, is: STATES[said.status] ?? "unknown" }];
    case "absent":
      return said === null ? [state] : [];
    case "pending": {
      if (said?.status === 1 && to >= state.overFrom) return [{ ...state, overBy: Math.min(state.overBy, to) }];
      const isHolder = state.worker === "" || !said?.worker || state.worker === said.worker;
      if (said?.status !== 3 || from > state.overBy || !isHolder) return [];
      return [{ ...state, overFrom: Math.max(state.overFrom, from) }];
    }
    default:
      return said !== null && STATUS[state.is] === said.status ? [state] : [];
  }
}

const STATES: Record<number, "open" | "pending" | "finished" | "failed"> = {
  1: "open",
  3: "pending",
  4: "finished",
  5: "failed",
};

export function statusOf(state: UnitState): number {
  return state.is === "absent" || state.is === "unknown" ? 0 : STATUS[state.is];
}

export function prioritized(state: UnitState, priority: number, isAdjustment: boolean): readonly UnitState[] {
  if (state.is === "absent") return [state];
  return [{ ...state, priority: isAdjustment ? state.priority + priority : priority }];
}

/** How long a call may still take effect after its connection ended without an answer. */
const LOST_SPAN = 10 * SECOND;

/** The time in which a call takes effect. */
export function spanOf({ start, end, answer }: Call, slack: number): Span {
  return { from: start - slack, to: end + slack + (answer.is === "none" ? LOST_SPAN : 0) };
}
