// What a later suite has otherwise than an earlier one, case by case, with the clauses and the reason of each.
import type { FrozenCase, SuiteFile } from "./suite-file.ts";

export type SuiteChange = {
  readonly case: string;
  readonly kind: "added" | "changed" | "removed";
  /** As the later suite has it; of a removed case as the earlier one had it. */
  readonly tier: string;
  readonly requires: readonly string[];
  readonly title: string;
  /** What of a changed case is another one. */
  readonly what: readonly string[];
  /** Why it changed or is gone, in the words of who froze it; undefined for an added case. */
  readonly why: string | undefined;
};

/** @param between the suites after `from`, up to `to`: each knows why it changed something */
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

/** What of a case is another one, for people; nothing where a verdict on it means the same. */
export function changeOf(old: FrozenCase, now: FrozenCase): string[] {
  return [
    ...(old.sent === now.sent ? [] : ["sends something else"]),
    ...(old.expected === now.expected ? [] : ["demands something else"]),
    ...(old.tier === now.tier ? [] : [`was ${old.tier ?? "of no tier"}`]),
    ...(String(old.features) === String(now.features) ? [] : [`needed ${old.features.join(", ") || "no feature"}`]),
  ];
}
