// What a case demands of a daemon, from the ids that it requires: its clauses, how basic they are, and which features they need.
import { type Clause, type Feature, TIERS, type Tier } from "./clauses.ts";
import { allClauses, allPoints } from "./protocol.ts";

export type Demand = {
  /** The clauses that are required, in the order of the document; where none is named, those of the points. */
  readonly clauses: readonly Clause[];
  /** The tier of the least basic clause: a daemon that offers a tier owes all that its cases require. */
  readonly tier: Tier | undefined;
  /** What the daemon must offer for the case to count. */
  readonly features: readonly Exclude<Feature, "none">[];
};

/**
 * Asked of one list again and again, by the selection, the verdict and the exit code: what was found is kept as long as it is.
 * @param requires ids of clauses and points; unknown ones demand nothing
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
