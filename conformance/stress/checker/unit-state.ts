// The life cycle of a work unit according to the protocol: the effect of each call in each state, and the possible
// replies. Times are intervals, since the daemon may read its clock anywhere between the start and the end of a call.
import type { Call, UnitStatus } from "../history/call.ts";

export type UnitState = {
  readonly is: "absent" | "open" | "pending" | "finished" | "failed" | "unknown";
  /** The worker that has the lease of a pending unit; "" if not known. */
  readonly worker: string;
  /** Earliest and latest time at which the lease of a pending unit expires, in microseconds. */
  readonly overFrom: number;
  readonly overBy: number;
  /** Earliest and latest time at which the delay of an open unit ends, in microseconds; 0 for no delay. */
  readonly dueFrom: number;
  readonly dueBy: number;
  /** NaN if not known, as for `attempts`. */
  readonly priority: number;
  /** How often the unit was leased, or finished or failed without a lease. */
  readonly attempts: number;
};

const NOTHING = { worker: "", overFrom: 0, overBy: 0, dueFrom: 0, dueBy: 0, priority: 0, attempts: 0 } as const;
export const ABSENT: UnitState = { ...NOTHING, is: "absent" };
export const UNKNOWN: UnitState = {
  ...NOTHING,
  is: "unknown",
  overFrom: Number.NEGATIVE_INFINITY,
  overBy: Number.POSITIVE_INFINITY,
  dueBy: Number.POSITIVE_INFINITY,
  priority: Number.NaN,
  attempts: Number.NaN,
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
    Object.is(a.priority, b.priority) &&
    Object.is(a.attempts, b.attempts)
  );
}

const SECOND = 1_000_000;
/** Seconds of a lease if the call gives none or one below 1. Longer ones are cut to LONGEST_LEASE. */
const DEFAULT_LEASE = 300;
const LONGEST_LEASE = 86_400;

/** Earliest and latest time at which a call took effect, widened by the tolerance between clocks, in microseconds. */
export type Span = { readonly from: number; readonly to: number };

/** The settings of a work spec that determine how its units behave. */
export type Rules = {
  /** 0 for no limit; undefined if not certain. */
  readonly maxRetries: number | undefined;
  /** Whether the work spec generates units. */
  readonly isContinuous: boolean;
  /** How many attempts unanswered get_works may have added, at most. */
  readonly unseen: number;
};

/**
 * The states in which the daemon may see the unit within the span: a lease may have expired, and a get_work may have marked a unit
 * failed that has no retries left.
 */
export function seenAs(state: UnitState, span: Span, rules: Rules): readonly UnitState[] {
  const { from, to } = span;
  if (state.is === "pending" && to >= state.overFrom) {
    const open: UnitState = { ...state, is: "open", worker: "", overFrom: 0, overBy: 0 };
    const seen = from > state.overBy ? [open] : [state, open];
    return isUsedUp(open, rules) ? [...seen, failedByItself(open)] : seen;
  }
  return state.is === "open" && isUsedUp(state, rules) && state.dueFrom <= to
    ? [state, failedByItself(state)]
    : [state];
}

/** The state from seenAs() if there is only one, else undefined; avoids building a list in the common case. */
export function seenAlone(state: UnitState, span: Span, rules: Rules): UnitState | undefined {
  if (state.is === "pending" ? span.to < state.overFrom : state.is !== "open" || rules.maxRetries === 0) return state;
  const seen = seenAs(state, span, rules);
  return seen.length === 1 ? seen[0] : undefined;
}

/** Whether the unit's retries may be used up. */
function isUsedUp({ attempts }: UnitState, { maxRetries, unseen }: Rules): boolean {
  return maxRetries !== 0 && !(maxRetries !== undefined && attempts + unseen < maxRetries);
}

function failedByItself(open: UnitState): UnitState {
  return { ...open, is: "failed", attempts: open.attempts + 1 };
}

export function added(
  state: UnitState,
  { priority, delay }: { priority: number; delay: number },
  span: Span,
  rules: Rules,
): readonly UnitState[] {
  const due = dueAfter(delay, span);
  return seenAs(state, span, rules).map((each) => ({
    // Adding a unit again keeps its count of attempts.
    ...(each.is === "pending" || each.is === "unknown" ? each : { ...ABSENT, is: "open", attempts: each.attempts }),
    priority,
    ...due,
  }));
}

const AT_ONCE = { dueFrom: 0, dueBy: 0 };

function dueAfter(delay: number, { from, to }: Span): { dueFrom: number; dueBy: number } {
  return delay > 0 ? { dueFrom: from + delay * SECOND, dueBy: to + delay * SECOND } : AT_ONCE;
}

/** The state of a unit added by the output of another: it replaces any unit with this key. */
export function chained({ priority, delay }: { priority: number; delay: number }, span: Span): readonly UnitState[] {
  return [{ ...ABSENT, is: "open", priority, ...dueAfter(delay, span) }];
}

/** Whether a key has the form of those that a continuous work spec generates: a time in seconds. */
export function isMadeKey(key: string): boolean {
  return /^\d+(\.\d+)?$/.test(key);
}

/** The state of a unit that a continuous work spec generates: it is leased at once. */
export function made(worker: string, seconds: number, span: Span): readonly UnitState[] {
  return [pending({ ...ABSENT, is: "open" }, worker, seconds, span)];
}

export function leased(
  state: UnitState,
  worker: string,
  seconds: number,
  span: Span,
  rules: Rules,
): readonly UnitState[] {
  return seenAs(state, span, rules).flatMap((each) => {
    if (each.is !== "open" && each.is !== "unknown") return [];
    if (each.dueFrom > span.to) return [];
    if (rules.maxRetries !== undefined && rules.maxRetries > 0 && each.attempts >= rules.maxRetries) return [];
    // The new lease starts only after the previous lease and the delay are over.
    return [pending(each, worker, seconds, { from: Math.max(span.from, state.overFrom, each.dueFrom), to: span.to })];
  });
}

export function pending(state: UnitState, worker: string, seconds: number, { from, to }: Span): UnitState {
  const lease = (seconds < 1 ? DEFAULT_LEASE : Math.min(seconds, LONGEST_LEASE)) * SECOND;
  return { ...state, is: "pending", worker, overFrom: from + lease, overBy: to + lease, attempts: state.attempts + 1 };
}

/** @param wasThere whether the reply says that this unit was deleted; undefined if it does not say */
export function deleted(
  state: UnitState,
  status: number,
  wasThere: boolean | undefined,
  span: Span,
  rules: Rules,
): readonly UnitState[] {
  return seenAs(state, span, rules).flatMap((each) => {
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

/** The states compatible with a status read; the bounds of the lease are narrowed by what the status shows. */
export function statusRead(state: UnitState, said: UnitStatus | null, span: Span, rules: Rules): readonly UnitState[] {
  const { from, to } = span;
  switch (state.is) {
    case "unknown":
      return [said === null ? ABSENT : { ...UNKNOWN, is: STATES[said.status] ?? "unknown" }];
    case "absent":
      return said === null ? [state] : [];
    case "pending": {
      if (said?.status === 5) return seenAs(state, span, rules).filter(({ is }) => is === "failed");
      if (said?.status === 1 && to >= state.overFrom) return [{ ...state, overBy: Math.min(state.overBy, to) }];
      const isHolder = state.worker === "" || !said?.worker || state.worker === said.worker;
      if (said?.status !== 3 || from > state.overBy || !isHolder) return [];
      return [{ ...state, overFrom: Math.max(state.overFrom, from) }];
    }
    case "open":
      if (said?.status === 5) return seenAs(state, span, rules).filter(({ is }) => is === "failed");
      return said?.status === 1 ? [state] : [];
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

/** How long an unanswered call may still take effect after its connection ended, in microseconds. */
const LOST_SPAN = 10 * SECOND;

/** The time within which a call takes effect. @param slack tolerance between clocks, in microseconds */
export function spanOf({ start, end, answer }: Call, slack: number): Span {
  return { from: start - slack, to: end + slack + (answer.is === "none" ? LOST_SPAN : 0) };
}
