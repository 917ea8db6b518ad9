// The effect of update_work_unit on a unit in each state, and the possible replies.
import { pending, type Rules, type Span, seenAs, type UnitState } from "./unit-state.ts";

type Update = { readonly status: number; readonly lease: number; readonly worker: string };
/** The reply; undefined if the call was not answered. */
type Said = boolean | "error" | undefined;

/** The states that a unit may be in after an update with this reply; empty if the reply is impossible. */
export function updated(
  state: UnitState,
  update: Update,
  answer: Said,
  span: Span,
  rules: Rules,
): readonly UnitState[] {
  const found: UnitState[] = [];
  for (const each of seenAs(state, span, rules)) addOutcomes(found, each, update, answer, span);
  return found;
}

function addOutcomes(found: UnitState[], state: UnitState, update: Update, answer: Said, span: Span): void {
  const { status } = update;
  const isUnanswered = answer === undefined;
  const isYes = isUnanswered || answer === true;
  const isNo = isUnanswered || answer === false;
  const isError = isUnanswered || answer === "error";
  switch (state.is) {
    case "absent":
      if (isNo || isError) found.push(state);
      break;
    case "open":
      if (status === 0 || status === 1) {
        if (isYes || isNo) found.push(state);
      } else if (isYes) {
        found.push(
          status === 3 ? pending(state, update.worker, update.lease, span) : ended(state, status, state.attempts + 1),
        );
      }
      break;
    case "pending":
      if (!isYes) break;
      if (status === 0 || status === 3) found.push(renewed(state, update.lease, span));
      else found.push(status === 1 ? reopened(state) : ended(state, status, state.attempts));
      break;
    case "finished":
      if (status === 1 ? isYes : status === 3 ? isError : isNo) found.push(status === 1 ? reopened(state) : state);
      break;
    case "failed":
      if (status === 1 || status === 4) {
        if (isYes) found.push(status === 1 ? reopened(state) : ended(state, 4, state.attempts));
      } else if (status === 3 ? isError : isNo) {
        found.push(state);
      }
      break;
    case "unknown":
      if (isYes && status === 1) found.push(reopened(state));
      if (isYes && status >= 4) found.push(ended(state, status, state.attempts));
      if (isNo || isError || status === 0 || status === 3) found.push(state);
      break;
    default:
      state.is satisfies never;
  }
}

function ended(state: UnitState, status: number, attempts: number): UnitState {
  return { ...state, is: status === 4 ? "finished" : "failed", worker: "", overFrom: 0, overBy: 0, attempts };
}

function reopened(state: UnitState): UnitState {
  return { ...state, is: "open", worker: "", overFrom: 0, overBy: 0 };
}

/** A renewal that gives no lease time may keep the current lease if that lasts longer. */
function renewed(state: UnitState, lease: number, span: Span): UnitState {
  const next = { ...pending(state, state.worker, lease, span), attempts: state.attempts };
  return lease > 0 ? next : { ...next, overBy: Math.max(next.overBy, state.overBy) };
}
