// Groups failures by cause: first those of methods that are not there, then in the order of the protocol, most basic
// clause first.
import type { Golden } from "../../golden/format.ts";
import { comesFrom, isReplyOf } from "../../judge/missing-method.ts";
import { type Clause, TIERS } from "../../protocol/clauses.ts";
import { demandOf } from "../../protocol/demand.ts";
import { failedIn, missingMethods } from "../../run/missing-methods.ts";
import { isWrong, type Result } from "../../run/result.ts";
import { clausesAbout } from "./about.ts";
import { type Cause, causeOf } from "./cause.ts";

export type Group = {
  readonly cause: string;
  /** The methods that are not there, if that is the cause, most cases first, with the number of cases that each fails. */
  readonly methods: readonly Absent[];
  /** The most basic clause that its cases are about; undefined if they are about none. */
  readonly clause: Clause | undefined;
  /** All of its cases, the shortest first. */
  readonly cases: readonly [Result, ...Result[]];
  /** Argument of `run` that selects these cases, possibly with others; undefined if there is none. */
  readonly selector: string | undefined;
};

export type Absent = { readonly method: string; readonly cases: number };

type Making = {
  cause: Cause;
  /** The most basic clause that its cases need, by which groups are sorted. */
  basis: Clause | undefined;
  clause: Clause | undefined;
  cases: [Result, ...Result[]];
};

/** @param goldens of these results, to find methods that are not there; without them each is a cause of its own */
export function groupsOf(results: readonly Result[], goldens: readonly Golden[]): Group[] {
  const wrong = results.filter(isWrong);
  const absent = absentGroup(wrong, results, goldens);
  const groups = new Map<string, Making>();
  const explained = new Set(absent?.cases);
  for (const result of wrong.filter((each) => !explained.has(each))) {
    const cause = causeOf(result);
    const [clause] = clausesAbout(result);
    const basis = mostBasic(demandOf(result.requires).clauses);
    const key = JSON.stringify([cause.text, cause.isVague ? clause?.id : ""]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { cause, basis, clause, cases: [result] });
    else {
      group.cases.push(result);
      group.clause = mostBasic([group.clause, clause].flatMap((each) => each ?? []));
      group.basis = mostBasic([group.basis, basis].flatMap((each) => each ?? []));
    }
  }
  for (const group of groups.values()) {
    sortByLength(group.cases);
    // Of cases that may have nothing else in common: the clause of the displayed case, not the most basic of all.
    if (group.cause.isOfAnyClause) [group.clause] = clausesAbout(group.cases[0]);
  }
  const others = [...groups.values()]
    .sort((a, b) => byBasis(a.clause ?? a.basis, b.clause ?? b.basis) || b.cases.length - a.cases.length)
    .map(({ cause, clause, cases }) => ({
      cause: cause.text,
      methods: [],
      clause,
      cases,
      selector: selectorOf(cause, clause),
    }));
  return [...(absent === undefined ? [] : [absent]), ...others];
}

/** The cases whose first difference is that a method is not there, or follows from that. */
function absentGroup(
  wrong: readonly Result[],
  results: readonly Result[],
  goldens: readonly Golden[],
): Group | undefined {
  const missing = goldens.length === 0 ? [] : missingMethods(goldens, results);
  if (missing.length === 0) return undefined;
  const golden = new Map(goldens.map((each) => [each.id, each]));
  const counts = new Map<string, number>();
  const cases = wrong.filter((result) => {
    const [first] = result.differences;
    const own = golden.get(result.case);
    if (first === undefined || own === undefined) return false;
    const failed = failedIn(own, result);
    const cause =
      missing.find((each) => isReplyOf(each, failed, first)) ?? missing.find((each) => comesFrom(each, failed, first));
    if (cause !== undefined) counts.set(cause.method, (counts.get(cause.method) ?? 0) + 1);
    return cause !== undefined;
  });
  const [shortest, ...others] = sortByLength(cases);
  if (shortest === undefined) return undefined;
  const methods = [...counts].map(([method, count]) => ({ method, cases: count })).sort((a, b) => b.cases - a.cases);
  const text = methods.length === 1 ? "a method is not there" : `${methods.length} methods are not there`;
  const selector = methods.length === 1 && methods[0] !== undefined ? `method:${methods[0].method}` : undefined;
  return { cause: text, methods, clause: undefined, cases: [shortest, ...others], selector };
}

function selectorOf({ isVague, method }: Cause, clause: Clause | undefined): string | undefined {
  if (isVague && clause !== undefined) return `clause:${clause.id}`;
  return method === undefined ? undefined : `method:${method}`;
}

const mostBasic = (clauses: readonly Clause[]): Clause | undefined => clauses.toSorted(byBasis)[0];

/** Orders by tier, then by position in the document; undefined last. */
function byBasis(a: Clause | undefined, b: Clause | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return TIERS.indexOf(a.tier) - TIERS.indexOf(b.tier) || a.line - b.line;
}

const sortByLength = (cases: Result[]): Result[] => cases.sort((a, b) => lengthOf(a) - lengthOf(b));

/** Sort key for the shortest case: how much there is to read up to its first difference. */
function lengthOf({ differences }: Result): number {
  const [first] = differences;
  return first === undefined ? Infinity : first.step * 1000 + first.call.join().length + first.recorded.length;
}
