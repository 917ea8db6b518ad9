// Counts passed cases and offered cases by tier and by feature.
import { FEATURES, type Feature, TIERS, type Tier } from "../../protocol/clauses.ts";
import { demandedBy, type Result, type Run } from "../../run/result.ts";

export type Tally<Name> = {
  readonly name: Name;
  /** Number of cases that ran, including those that could not be measured. */
  readonly offered: number;
  readonly passed: number;
  /** How many of the passed ones differ as the expect file lists. */
  readonly listed: number;
};

export type NotOffered = { readonly feature: Feature; readonly cases: number };

export const talliesByTier = (run: Run): Tally<Tier>[] =>
  TIERS.map((name) => tally(name, run.results, (result) => demandedBy(result).tier === name));

/** Tallies by feature; a case that needs two features counts for both. */
export const talliesByFeature = (run: Run): Tally<Feature>[] =>
  FEATURES.map((name) => tally(name, run.results, (result) => featuresOf(result).includes(name)));

/** Features that were declared absent (--without), with the number of cases left out for each. */
export function notOffered({ results, without }: Run): NotOffered[] {
  const left = results.filter(({ outcome }) => outcome === "not-run");
  return without.map((feature) => ({
    feature,
    cases: left.filter((result) => featuresOf(result).includes(feature)).length,
  }));
}

const featuresOf = (result: Result): readonly Feature[] => demandedBy(result).features;

function tally<Name>(name: Name, results: readonly Result[], isOwn: (result: Result) => boolean): Tally<Name> {
  const own = results.filter((result) => result.outcome !== "not-run" && isOwn(result));
  const passed = own.filter(({ outcome }) => outcome === "passed");
  return {
    name,
    offered: own.length,
    passed: passed.length,
    listed: passed.filter((each) => each.expected > 0).length,
  };
}
