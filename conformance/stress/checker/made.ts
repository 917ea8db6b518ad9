// What a continuous work spec may make by itself: one unit for a get_work, when it has none, and not before its interval is over.
import type { Call } from "../history/call.ts";
import type { Finding } from "./finding.ts";
import type { Spec } from "./spec.ts";
import { seenAs, spanOf } from "./unit-state.ts";

/** @param mayBeMade those of the keys handed out that were not there before */
export function madeFindings(
  spec: Spec,
  call: Call,
  keys: readonly string[],
  madeKeys: readonly string[],
  slack: number,
): Finding[] {
  if (madeKeys.length === 0) return [];
  // It may have been made for a call that was never answered.
  if (spec.hidden > 0) {
    spec.hidden = Math.max(0, spec.hidden - madeKeys.length);
    spec.lastMade = null;
    return [];
  }
  const before = spec.lastMade;
  spec.lastMade = call;
  const finding = (kind: Finding["kind"], what: string): Finding[] => [{ kind, subject: spec.name, what }];
  if (keys.length > 1) {
    return finding(
      "made-beside-others",
      `${spec.name} made ${madeKeys.join(", ")} for a get_work of ${keys.length} units`,
    );
  }
  if (before !== null && isTooClose(before, call, spec.interval - 2 * slack)) {
    const seconds = spec.interval / 1_000_000;
    return finding("made-too-early", `${spec.name} made ${keys[0]} less than ${seconds} s after it made a unit`);
  }
  for (const unit of spec.pending) {
    const state = keys.includes(unit.key) ? undefined : unit.steadySince(call.start);
    if (state?.is === "pending" && state.overFrom > call.end + slack) {
      return finding("made-beside-others", `${spec.name} made ${keys[0]} while ${unit.key} was pending`);
    }
  }
  for (const { unit } of spec.availableDuring(call, slack)) {
    if (keys.includes(unit.key)) continue;
    return finding("made-beside-others", `${spec.name} made ${keys[0]} while ${unit.key} was available`);
  }
  return [];
}

/** Whether two calls certainly took effect within so many microseconds. */
function isTooClose(a: Call, b: Call, interval: number): boolean {
  return b.end - a.start < interval && a.end - b.start < interval;
}

/** Whether it certainly had to make a unit for a call, had it been chosen. */
export function mustMake(spec: Spec, call: Call, slack: number): boolean {
  const { lastMade, hidden, rules } = spec;
  if (!rules.isContinuous || hidden > 0 || lastMade === null) return false;
  if (call.start - slack <= lastMade.end + slack + spec.interval) return false;
  const span = spanOf(call, slack);
  for (const unit of spec.units.values()) {
    const state = unit.steadySince(call.start);
    if (state === undefined) return false;
    for (const { is, dueFrom } of seenAs(state, span, unit)) {
      if (is === "unknown" || is === "pending" || (is === "open" && dueFrom <= span.to)) return false;
    }
  }
  return true;
}
