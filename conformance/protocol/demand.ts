// What a case demands of a daemon, derived from the ids in its `requires`: clauses, tier, and features.
import { type Clause, type Feature, TIERS, type Tier } from "./clauses.ts";
import { allClauses, allPoints } from "./protocol.ts";

export type Demand = {
  /** The required clauses in the order of the document; if only points are named, the clauses of these points. */
  readonly clauses: readonly Clause[];
  /** The tier of the least basic clause. */
  readonly tier: Tier | undefined;
  /** The features that the daemon must offer for the case to count. */
  readonly features: readonly Exclude<Feature, "none">[];
};

/**
 * The demand of a case. Cached by the identity of `requires`, since selection, verdict and exit code all ask for it.
 * @param requires ids of clauses and points; unknown ones are ignored
 */
export function demandOf(requires: readonly string[]): Demand {
  const known = demands.get(requires) ?? findDemand(requires);
  demands.set(requires, known);
  return known;
}

const demands = new WeakMap<readonly string[], Demand>();

function findDemand(requires: readonly string[]): Demand {
  const direct = requires.filter((id) => allClauses().has(id));
  const named = new Set(direct.length > 0 ? direct : requires.flatMap((id) => allPoints().get(id)?.clauses ?? []));
  const clauses = named.size === 0 ? [] : [...allClauses().values()].filter(({ id }) => named.has(id));
  const features = new Set(clauses.flatMap(({ feature }) => (feature === "none" ? [] : [feature])));
  return {
    clauses,
    tier: TIERS.findLast((tier) => clauses.some((clause) => clause.tier === tier)),
    features: [...features],
  };
}
