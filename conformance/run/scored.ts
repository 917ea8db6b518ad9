// Applies a frozen suite to a run: only its cases count, with the tiers that they had; newer cases are separated.
import type { Demand } from "../protocol/demand.ts";
import type { Run } from "./result.ts";

/** The parts of a suite that a run needs. */
type Suite = {
  readonly name: string;
  /** Tier and features of one of its cases; undefined for a newer case. */
  find(id: string): (Pick<Demand, "features"> & { readonly tier?: Demand["tier"] }) | undefined;
  /** The cases whose goldens have changed since. */
  changed(): string[];
};

export function scoredBy({ name, find, changed }: Suite, run: Run): Run {
  const scored = run.results.flatMap((result) => {
    const entry = find(result.case);
    return entry === undefined ? [] : [{ ...result, frozen: { tier: entry.tier, features: entry.features } }];
  });
  const later = run.results.filter((result) => find(result.case) === undefined);
  return { ...run, results: scored, suite: { name, changed: changed(), later } };
}
