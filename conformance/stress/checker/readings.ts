// Checks calls that read many units: counts must be between the certain and the possible number, pages must contain
// what did not change.
import { elementAt } from "../../element-at.ts";
import type { Call, Request } from "../history/call.ts";
import type { Finding } from "./finding.ts";
import type { Spec } from "./spec.ts";
import type { Unit } from "./unit.ts";
import { type Span, seenAlone, spanOf, statusOf, type UnitState } from "./unit-state.ts";

const STATUSES: readonly number[] = [1, 3, 4, 5];
const WORDS = ["available", "pending", "finished", "failed"] as const;

/** Checks count_work_units. @param held how many units of this work spec may be leased by unanswered calls, at most */
export function countFindings(call: Call, spec: Spec, held: number, slack: number): Finding[] {
  const { answer } = call;
  if (answer.is !== "counts") return [];
  const certain = [0, 0, 0, 0];
  // Units whose state is not certain: those that may not exist (including units generated for unanswered calls), and those
  // that certainly exist.
  let uncertain = spec.hidden;
  let certainlyThere = 0;
  const span = spanOf(call, slack);
  for (const unit of spec.units.values()) {
    const state = stateDuring(unit, call.start, span);
    const place = state === undefined ? -1 : STATUSES.indexOf(statusOf(state));
    if (state?.is === "absent") continue;
    // Any get_work, also an unanswered one, marks a unit failed whose retries are used up.
    const mayFail = held > 0 && place === 0 && unit.maxRetries !== 0;
    if (place >= 0 && !mayFail) certain[place] = elementAt(certain, place) + 1;
    else if (unit.isThereSince(call.start)) certainlyThere++;
    else uncertain++;
  }
  const open = elementAt(certain, 0);
  const taken = Math.min(held, open);
  const found = answer.counts.flatMap((count, place) => {
    const least = elementAt(certain, place) - (place === 0 ? taken : 0);
    const most = elementAt(certain, place) + certainlyThere + uncertain + (place === 1 ? taken : 0);
    return outside(count, least, most, spec, elementAt(WORDS, place));
  });
  const least = certain.reduce((sum, each) => sum + each, certainlyThere);
  const all = answer.counts.reduce((sum, each) => sum + each, 0);
  return found.length > 0 ? found : outside(all, least, least + uncertain, spec, "units in all");
}

function outside(count: number, least: number, most: number, spec: Spec, what: string): Finding[] {
  if (count >= least && count <= most) return [];
  const range = least === most ? `${least}` : `${least} to ${most}`;
  const text = `count_work_units says ${count} ${what}, and there were ${range}`;
  return [{ kind: "wrong-count", subject: spec.name, what: text }];
}

/** The state of a unit if it was certainly the same during the whole call, else undefined. */
function stateDuring(unit: Unit, start: number, span: Span): UnitState | undefined {
  const state = unit.steadySince(start);
  return state === undefined || state.is === "unknown" ? undefined : seenAlone(state, span, unit);
}

export function listFindings(
  call: Call,
  request: Request & { do: "list" },
  spec: Spec,
  mayBeHeld: boolean,
  slack: number,
): Finding[] {
  const { answer } = call;
  if (answer.is !== "keys") return [];
  const { keys } = answer;
  const found: Finding[] = [];
  const wrong = (what: string, key: string) =>
    found.push({ kind: "wrong-page", subject: `${spec.name}/${key}`, what, ...unitOf(spec, key) });
  if (keys.length > request.limit) wrong(`a page of ${request.limit} units has ${keys.length}`, "");
  for (const [i, key] of keys.entries()) {
    const before = i === 0 ? request.after : keys[i - 1];
    if (before !== undefined && key <= before && (i > 0 || before !== ""))
      wrong(`${key} is listed after ${before}`, key);
  }
  if (found.length > 0) return found.slice(0, 1);
  const listed = new Set(keys);
  const last = keys.length < request.limit ? undefined : keys.at(-1);
  const span = spanOf(call, slack);
  for (const unit of spec.units.values()) {
    if (unit.key <= request.after || (last !== undefined && unit.key > last)) continue;
    const state = stateDuring(unit, call.start, span);
    if (request.status === 0 && state === undefined && !listed.has(unit.key) && unit.isThereSince(call.start))
      wrong(`${unit.key} was there all the time, and is not on the page that it belongs on`, unit.key);
    if (state === undefined || (mayBeHeld && request.status !== 0 && state.is === "open")) continue;
    const belongs = state.is !== "absent" && (request.status === 0 || statusOf(state) === request.status);
    if (belongs && !listed.has(unit.key))
      wrong(`${unit.key} was ${state.is} and is not on the page that it belongs on`, unit.key);
    if (!belongs && listed.has(unit.key))
      wrong(`${unit.key} was ${state.is} and is on a page where it does not belong`, unit.key);
  }
  for (const key of keys)
    if (!spec.units.has(key) && spec.hidden === 0)
      wrong(`${key} is listed, and was never added or is long deleted`, key);
  return found.slice(0, 1);
}

function unitOf(spec: Spec, key: string): { unit?: Unit } {
  const unit = spec.units.get(key);
  return unit === undefined ? {} : { unit };
}
