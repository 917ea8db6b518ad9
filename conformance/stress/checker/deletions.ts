// Checks the count returned by a deletion when only some of its units existed: between those that certainly did and
// those that may have.
import type { Call, Request } from "../history/call.ts";
import type { Finding } from "./finding.ts";
import type { UnitOperation } from "./unit.ts";
import { seenAs, spanOf, statusOf, type UnitState } from "./unit-state.ts";

type Deletion = Request & { readonly do: "delete" };

/**
 * To be called before the deletion is applied to its units.
 * @param mayBeMore whether other calls may have created units, or changed their status, without the checker knowing
 */
export function deletionFindings(
  call: Call,
  request: Deletion,
  units: readonly UnitOperation[],
  mayBeMore: boolean,
  slack: number,
): Finding[] {
  const { answer } = call;
  if (answer.is !== "number") return [];
  const { number } = answer;
  // If the count says all or none, each unit is checked by itself (see unit-state.ts).
  if (number === 0 || number === request.keys.length) return [];
  let least = 0;
  let most = 0;
  const span = spanOf(call, slack);
  for (const operation of units) {
    const { unit } = operation;
    // Otherwise an overlapping call may have changed the unit, or may have shown that the deletion took effect already.
    const isAlone =
      unit.register.activeCount === 1 &&
      unit.version === operation.versionBefore &&
      !unit.register.mayBeDone(operation);
    const seen = unit.register.states.flatMap((state) => seenAs(state, span, unit));
    const isSure = isAlone && !mayBeMore && !seen.some(({ is }) => is === "unknown");
    if (!isSure || seen.some((state) => goes(state, request.status))) most++;
    if (isSure && seen.every((state) => goes(state, request.status))) least++;
  }
  if (number >= least && number <= most) return [];
  const range = least === most ? `${least}` : `${least} to ${most}`;
  const what = `deleting ${request.keys.length} units was answered ${number}, and ${range} of them were there to be deleted`;
  return [{ kind: "wrong-deletion", subject: request.spec, what }];
}

function goes(state: UnitState, status: number): boolean {
  return state.is !== "absent" && (status === 0 || statusOf(state) === status);
}
