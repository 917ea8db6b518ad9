// The differences between two suites, case by case, with the clauses and the reason of each.
import type { FrozenCase, SuiteFile } from "./suite-file.ts";

export type SuiteChange = {
  readonly case: string;
  readonly kind: "added" | "changed" | "removed";
  /** As in the later suite; for a removed case as in the earlier one. */
  readonly tier: string;
  readonly requires: readonly string[];
  readonly title: string;
  /** Which parts of a changed case differ. */
  readonly what: readonly string[];
  /** The reason given when the suite was frozen; undefined for an added case. */
  readonly why: string | undefined;
};

/** @param between the suites after `from`, up to `to`, which contain the reasons of changes */
export function suiteDiff(from: SuiteFile, to: SuiteFile, between: readonly SuiteFile[]): SuiteChange[] {
  const whyOf = (id: string) =>
    between
      .flatMap(({ reasons }) => reasons[id] ?? [])
      .filter((why, i, all) => all.indexOf(why) === i)
      .join("; ") || undefined;
  const ids = [...new Set([...Object.keys(from.cases), ...Object.keys(to.cases)])].sort();
  return ids.flatMap((id): SuiteChange[] => {
    const [old, now] = [from.cases[id], to.cases[id]];
    if (old === undefined && now !== undefined) return [told(id, now, "added", [], undefined)];
    if (old !== undefined && now === undefined) return [told(id, old, "removed", [], whyOf(id))];
    if (old === undefined || now === undefined) return [];
    const what = changeOf(old, now);
    return what.length === 0 ? [] : [told(id, now, "changed", what, whyOf(id))];
  });
}

function told(
  id: string,
  { tier, requires, title }: FrozenCase,
  kind: SuiteChange["kind"],
  what: readonly string[],
  why: string | undefined,
): SuiteChange {
  return { case: id, kind, tier: tier ?? "none", requires, title, what, why };
}

/** The parts of a case that differ, for people; empty if they do not affect verdicts. */
export function changeOf(old: FrozenCase, now: FrozenCase): string[] {
  return [
    ...(old.sent === now.sent ? [] : ["sends something else"]),
    ...(old.expected === now.expected ? [] : ["demands something else"]),
    ...(old.tier === now.tier ? [] : [`was ${old.tier ?? "of no tier"}`]),
    ...(String(old.features) === String(now.features) ? [] : [`needed ${old.features.join(", ") || "no feature"}`]),
  ];
}
