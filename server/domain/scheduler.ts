// Chooses the work spec that get_work takes units from: priority tiers, and within a tier at random by weight, such
// that the pending units approach the ratio of the weights. `then` and `then_preempts` play no role.
import type { Random } from "./clock.ts";
import type { WorkSpec } from "./work-spec.ts";

/**
 * The spec to take work from, or undefined where none has work that may start.
 * @param specs all specs, brought up to `now`
 */
export function chooseSpec(specs: Iterable<WorkSpec>, now: number, random: Random): WorkSpec | undefined {
  const candidates = topTier(specs, now);
  if (candidates.length < 2) return candidates[0];
  let weights = 0;
  let pending = 0;
  for (const spec of candidates) {
    weights += Number(spec.settings.weight);
    pending += spec.units.count("pending");
  }
  const scores = candidates.map((spec) =>
    Math.max(0, Number(spec.settings.weight) * (pending + 1) - weights * spec.units.count("pending")),
  );
  let ticket = random() * scores.reduce((sum, score) => sum + score, 0);
  return candidates.find((_, i) => {
    const score = scores[i] ?? 0;
    const drawn = score > 0 && ticket < score;
    ticket -= score;
    return drawn;
  });
}

function topTier(specs: Iterable<WorkSpec>, now: number): WorkSpec[] {
  let tier: WorkSpec[] = [];
  let top: bigint | undefined;
  for (const spec of specs) {
    const { priority } = spec.settings;
    if (top !== undefined && priority < top) continue;
    if (!canWork(spec, now)) continue;
    if (priority === top) tier.push(spec);
    else tier = [spec];
    top = priority;
  }
  return tier;
}

function canWork(spec: WorkSpec, now: number): boolean {
  const { paused, weight, runtime } = spec.settings;
  if (runtime !== "" || paused || weight <= 0n || spec.vacancies === 0) return false;
  return spec.units.readyCount > 0 || spec.mayGenerate(now);
}
