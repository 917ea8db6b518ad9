// Groups failures by cause, in the order of the protocol, most basic clause first.
import { type Clause, TIERS } from "../../protocol/clauses.ts";
import type { Result } from "../../run/result.ts";
import { clausesAbout } from "./about.ts";
import { type Cause, causeOf } from "./cause.ts";

export type Group = {
  readonly cause: string;
  /** The most basic clause that its cases are about; undefined if they are about none. */
  readonly clause: Clause | undefined;
  /** All of its cases, the shortest first. */
  readonly cases: readonly [Result, ...Result[]];
  /** Argument of `run` that selects these cases, possibly with others; undefined if there is none. */
  readonly selector: string | undefined;
};

type Making = {
  cause: Cause;
  clause: Clause | undefined;
  cases: [Result, ...Result[]];
};

export function groupsOf(results: readonly Result[]): Group[] {
  const groups = new Map<string, Making>();
  for (const result of results.filter(isWrong)) {
    const cause = causeOf(result);
    const [clause] = clausesAbout(result);
    const key = JSON.stringify([cause.text, cause.isVague ? clause?.id : ""]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { cause, clause, cases: [result] });
    else {
      group.cases.push(result);
      group.clause = mostBasic([group.clause, clause].flatMap((each) => each ?? []));
    }
  }
  for (const group of groups.values()) {
    group.cases.sort((a, b) => lengthOf(a) - lengthOf(b));
    // Error messages differ in many unrelated cases: show the clause of the displayed case, not the most basic of all.
    if (group.cause.isOfWords) [group.clause] = clausesAbout(group.cases[0]);
  }
  return [...groups.values()]
    .sort((a, b) => byBasis(a.clause, b.clause) || b.cases.length - a.cases.length)
    .map(({ cause, clause, cases }) => ({
      cause: cause.text,
      clause,
      cases,
      selector: selectorOf(cause, clause),
    }));
}

function selectorOf({ isVague, method }: Cause, clause: Clause | undefined): string | undefined {
  if (isVague && clause !== undefined) return `clause:${clause.id}`;
  return method === undefined ? undefined : `method:${method}`;
}

const isWrong = ({ outcome }: Result) => outcome === "diverged" || outcome === "unmeasured";

const mostBasic = (clauses: readonly Clause[]): Clause | undefined => clauses.toSorted(byBasis)[0];

/** Orders by tier, then by position in the document; undefined last. */
function byBasis(a: Clause | undefined, b: Clause | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return TIERS.indexOf(a.tier) - TIERS.indexOf(b.tier) || a.line - b.line;
}

/** Sort key for the shortest case: how much there is to read up to its first difference. */
function lengthOf({ differences }: Result): number {
  const [first] = differences;
  return first === undefined ? Infinity : first.step * 1000 + first.call.join().length + first.recorded.length;
}
