// Sorts the cases for someone who is writing a daemon: each case belongs to the first step after which all clauses that
// it requires and all methods that it calls are implemented. Of a step the cases of more basic tiers come first.
import type { Golden } from "../golden/format.ts";
import { TIERS } from "../protocol/clauses.ts";
import { demandOf } from "../protocol/demand.ts";
import { allClauses } from "../protocol/protocol.ts";
import type { Step } from "../protocol/steps.ts";
import { traitsOf } from "./select.ts";

export type Guided = { readonly step: Step | undefined; readonly golden: Golden };

/**
 * The goldens in the order of the steps, of the tiers, and of the protocol; goldens whose clauses belong to no step
 * come last.
 */
export function guided(goldens: readonly Golden[], steps: readonly Step[]): Guided[] {
  const stepOf = (id: string) => steps.findIndex((step) => step.clauses.has(id));
  /** A method becomes available in the step of the first clause of its section. */
  const stepOfMethod = (method: string) => {
    const own = [...allClauses().values()].filter(({ section }) => section.split(/\W+/).includes(method));
    const found = own.map(({ id }) => stepOf(id)).filter((at) => at >= 0);
    return found.length === 0 ? -1 : Math.min(...found);
  };
  const places = goldens.map((golden) => {
    const { clauses, tier } = demandOf(golden.requires);
    const needed = [...clauses.map(({ id }) => stepOf(id)), ...traitsOf(golden).methods.map(stepOfMethod)].filter(
      (found) => found >= 0,
    );
    const at = needed.length === 0 ? steps.length : Math.max(...needed);
    return {
      golden,
      at,
      tier: tier === undefined ? -1 : TIERS.indexOf(tier),
      line: clauses.at(-1)?.line ?? Number.POSITIVE_INFINITY,
    };
  });
  return places
    .toSorted(
      (a, b) => a.at - b.at || a.tier - b.tier || a.line - b.line || a.golden.steps.length - b.golden.steps.length,
    )
    .map(({ golden, at }) => ({ golden, step: steps[at] }));
}
