// A quick check that no mutant survives and every case kills one: plays to each mutant first the case that killed it
// last time, and each case until it kills a mutant. Takes seconds instead of minutes, and does not count kills.

import type { Golden } from "../../golden/format.ts";
import { isKilled, killsNone, type MatrixOptions, type Original, playedOnce, provesNothing, seen } from "./matrix.ts";
import type { Mutant } from "./mutant.ts";
import type { MutantOutcome } from "./outcome.ts";

/**
 * Error messages about the suite, empty if every mutant is killed and every case kills one.
 * @param outcomes results of the last full matrix, used only to choose which case to try first
 */
export async function briefComplaints(options: MatrixOptions, outcomes: readonly MutantOutcome[]): Promise<string[]> {
  const { originals, failing } = await playedOnce(options);
  const useful = new Set<Golden["id"]>();
  const kills = async (mutant: Mutant, original: Original) => {
    const sight = await seen(mutant, options, original);
    const isDead = sight !== undefined && isKilled(sight.golden, sight.played, "bytes");
    if (isDead) useful.add(original.whole.id);
    return isDead;
  };
  const lastTime = new Map(outcomes.map((outcome) => [outcome.mutant, outcome]));
  const byId = new Map(originals.map((original) => [original.whole.id, original]));
  const alive: Mutant[] = [];
  for (const mutant of options.mutants) {
    const first = byId.get(lastTime.get(mutant.name)?.first ?? "");
    const inOrder = first === undefined ? originals : [first, ...originals];
    if (!(await some(inOrder, (original) => kills(mutant, original)))) alive.push(mutant);
  }
  const killed = (mutant: Mutant) => lastTime.get(mutant.name)?.kills ?? 0;
  const deadliest = [...options.mutants].sort((a, b) => killed(b) - killed(a));
  const useless: string[] = [];
  for (const original of originals) {
    const { id } = original.whole;
    if (!useful.has(id) && !(await some(deadliest, (mutant) => kills(mutant, original)))) useless.push(id);
  }
  return [...failing.map(provesNothing), ...alive.map(({ name }) => `${name} lives`), ...useless.map(killsNone)];
}

async function some<T>(items: readonly T[], is: (item: T) => Promise<boolean>): Promise<boolean> {
  for (const item of items) if (await is(item)) return true;
  return false;
}
