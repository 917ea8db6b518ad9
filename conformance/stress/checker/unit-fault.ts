// Classifies a reply about a unit that no order of the calls explains.
import type { Call } from "../history/call.ts";
import type { Unit } from "./unit.ts";
import { seenAs, spanOf, statusOf, type UnitState } from "./unit-state.ts";
import type { ViolationKind } from "./violation.ts";

type Fault = { readonly kind: ViolationKind; readonly what: string };

const WORDS: Record<number, string> = { 1: "available", 3: "pending", 4: "finished", 5: "failed" };

/** @param before the states that the unit may have been in before the call */
export function unitFault(unit: Unit, before: readonly UnitState[], call: Call, slack: number): Fault {
  const { request, answer } = call;
  const state = before[0];
  const { key } = unit;
  if (state === undefined) return { kind: "wrong-status", what: `${key} is in no state at all` };
  const was = state.is === "open" ? "available" : state.is;
  switch (request.do) {
    case "get-work":
      return handOutFault(unit, seenLast(unit, state, call, slack), was, request.worker);
    case "status": {
      const said = answer.is === "statuses" ? answer.statuses[request.keys.indexOf(key)] : undefined;
      return statusFault(unit, state, was, said ?? null, call, slack);
    }
    case "update":
      return updateFault(key, state, was, request.status, answer);
    case "delete": {
      const count = answer.is === "number" ? answer.number : "?";
      return {
        kind: "wrong-deletion",
        what: `deleting ${request.keys.length} units was answered ${count}, and ${key} was ${was}`,
      };
    }
    default:
      return {
        kind: "wrong-status",
        what: `${request.do} of ${key}, which was ${was}, got an answer that it cannot get`,
      };
  }
}

/** The state as the daemon saw it: if the lease has certainly expired, the unit is no longer pending. */
function seenLast(unit: Unit, state: UnitState, call: Call, slack: number): UnitState {
  const seen = seenAs(state, spanOf(call, slack), unit);
  return seen.some(({ is }) => is === "pending") ? state : (seen[0] ?? state);
}

function handOutFault({ key, maxRetries = 0 }: Unit, state: UnitState, was: string, worker: string): Fault {
  switch (state.is) {
    case "absent":
      return { kind: "unit-from-nothing", what: `${key} was handed out, and was never added or is deleted` };
    case "finished":
    case "failed":
      return { kind: "leased-when-done", what: `${key} was handed out when it was ${was}` };
    case "pending":
      return {
        kind: state.worker === worker ? "lease-ended-early" : "leased-twice",
        what: `${key} was handed out to ${worker} while ${state.worker || "somebody"} had a lease on it`,
      };
    case "open":
      if (maxRetries > 0 && state.attempts >= maxRetries) {
        const what = `${key} was handed out after ${state.attempts} attempts, and max_retries is ${maxRetries}`;
        return { kind: "too-many-attempts", what };
      }
      return { kind: "leased-before-due", what: `${key} was handed out before its delay was over` };
    default:
      return { kind: "wrong-status", what: `${key} was handed out when it was ${was}` };
  }
}

function statusFault(
  unit: Unit,
  state: UnitState,
  was: string,
  said: { status: number; worker: string } | null,
  call: Call,
  slack: number,
): Fault {
  const { key, maxRetries = 0 } = unit;
  if (said === null) return { kind: "unit-lost", what: `${key} was ${was}, and is not there` };
  const word = WORDS[said.status] ?? `of status ${said.status}`;
  if (state.is === "absent")
    return { kind: "unit-from-nothing", what: `${key} is ${word}, and was never added or is deleted` };
  const isOver = seenAs(state, spanOf(call, slack), unit).every(({ is }) => is !== "pending");
  if (state.is === "pending" && said.status === 3 && isOver) {
    return { kind: "lease-never-ends", what: `${key} is pending, and its lease is over` };
  }
  if (state.is === "pending" && said.status === 3) {
    return {
      kind: "wrong-holder",
      what: `${key} was leased to ${state.worker}, and ${said.worker} is said to have it`,
    };
  }
  if (state.is === "pending" && said.status === 1) {
    return { kind: "lease-ended-early", what: `${key} is available before its lease is over` };
  }
  if (said.status === 5 && maxRetries > 0 && statusOf(state) < 4) {
    const what = `${key} is failed after ${state.attempts} attempts, and max_retries is ${maxRetries}`;
    return { kind: "failed-too-early", what };
  }
  if (statusOf(state) >= 4) return { kind: "update-lost", what: `${key} was ${was}, and is ${word}` };
  return { kind: "wrong-status", what: `${key} was ${was}, and is ${word}` };
}

function updateFault(key: string, state: UnitState, was: string, status: number, answer: Call["answer"]): Fault {
  const word = WORDS[status] ?? "renewed";
  const isAccepted = answer.is === "done" && answer.done;
  if (isAccepted && state.is === "absent") {
    return { kind: "update-of-nothing-accepted", what: `${key}, which is not there, could be made ${word}` };
  }
  if (isAccepted) return { kind: "update-of-nothing-accepted", what: `${key} was ${was}, and could be made ${word}` };
  if (state.is === "pending" || state.is === "open") {
    return { kind: "update-refused", what: `${key} was ${was}, and could not be made ${word}` };
  }
  return {
    kind: "update-refused",
    what: `${key} was ${was}, and making it ${word} was answered as for something else`,
  };
}
