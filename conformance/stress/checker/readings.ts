// What reads of many units must say: counts between what certainly is and what may be, and pages that hold what stayed.
import { elementAt } from "../../element-at.ts";
import type { Call, Request } from "../history/call.ts";
import type { Finding } from "./finding.ts";
import type { Spec } from "./spec.ts";
import type { Unit } from "./unit.ts";
import { type Span, seenAlone, spanOf, statusOf, type UnitState } from "./unit-state.ts";

const STATUSES: readonly number[] = [1, 3, 4, 5];
const WORDS = ["available", "pending", "finished", "failed"] as const;

/** @param mayBeHeld whether calls without an answer may hold units of this work spec */
export function countFindings(call: Call, spec: Spec, mayBeHeld: boolean, slack: number): Finding[] {
  const { answer } = call;
  if (answer.is !== "counts") return [];
  const certain = [0, 0, 0, 0];
  // What it made for calls that were never answered.
  let uncertain = spec.hidden;
  const span = spanOf(call, slack);
  for (const unit of spec.units.values()) {
    const state = stateDuring(unit, call.start, span);
    const place = state === undefined ? -1 : STATUSES.indexOf(statusOf(state));
    if (state?.is === "absent") continue;
    if (place < 0 || (mayBeHeld && place === 0)) uncertain++;
    else certain[place] = elementAt(certain, place) + 1;
  }
  return answer.counts.flatMap((count, place) => {
    const least = elementAt(certain, place);
    if (count >= least && count <= least + uncertain) return [];
    const range = uncertain === 0 ? `${least}` : `${least} to ${least + uncertain}`;
    const what = `count_work_units says ${count} ${WORDS[place]}, and there were ${range}`;
    return [{ kind: "wrong-count", subject: spec.name, what } satisfies Finding];
  });
}

/** The state of a unit from the start of a call to its end, when it was only one. */
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
    if (state === undefined || (mayBeHeld && state.is === "open")) continue;
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
