// What of a run counts where a frozen suite is asked for: its own cases, with the tiers that they had. Later ones are set apart.
import type { Demand } from "../protocol/demand.ts";
import type { Run } from "./result.ts";

/** A suite, as far as a run needs to know it. */
type Suite = {
  readonly name: string;
  /** How basic one of its cases was, and what it needed; undefined for a later case. */
  find(id: string): (Pick<Demand, "features"> & { readonly tier?: Demand["tier"] }) | undefined;
  /** The cases that today's goldens have otherwise. */
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
