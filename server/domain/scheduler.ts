// Chooses the work spec that get_work takes units from: the highest priority with work, and within it a random choice
// by weight, such that the numbers of pending units approach the ratio of the weights. `then` and `then_preempts` are
// ignored.
import type { Random } from "./clock.ts";
import type { Numeric, WorkSpec } from "./work-spec.ts";

/** Chooses specs one after the other; usually the first one is enough. */
export class SpecDraw {
  readonly #specs: readonly WorkSpec[];
  readonly #now: number;
  readonly #random: Random;
  #tier: Tier;
  /** The lower priorities, the next one last; null until needed. */
  #below: Tier[] | null = null;

  /** @param specs all specs, with leases and delays processed up to `now` */
  constructor(specs: readonly WorkSpec[], now: number, random: Random) {
    this.#specs = specs;
    this.#now = now;
    this.#random = random;
    this.#tier = new Tier(topTier(specs, now));
  }

  /** The next spec to take work from; undefined if there is no further one with work that may start. */
  next(): WorkSpec | undefined {
    if (this.#tier.isEmpty) {
      this.#below ??= tiersBelow(this.#tier.priority, this.#specs, this.#now);
      this.#tier = this.#below.pop() ?? this.#tier;
    }
    return this.#tier.draw(this.#random);
  }
}

/** The numbers that determine a spec's probability. */
type Lot = { readonly weight: number; readonly pending: number };

/** The specs of one priority, in the order of their names. */
class Tier {
  readonly priority: Numeric | undefined;
  readonly #specs: WorkSpec[];
  /** For the same specs; created only if there is a choice. */
  #lots: Lot[] | null = null;

  /** @param specs ownership passes to the tier */
  constructor(specs: WorkSpec[]) {
    this.priority = specs[0]?.settings.priority;
    this.#specs = specs;
  }

  get isEmpty(): boolean {
    return this.#specs.length === 0;
  }

  /** Removes and returns a random spec. */
  draw(random: Random): WorkSpec | undefined {
    if (this.#specs.length < 2) return this.#specs.pop();
    this.#lots ??= this.#specs.map((spec) => ({
      weight: Number(spec.settings.weight),
      pending: spec.units.count("pending"),
    }));
    const index = this.#drawn(this.#lots, random);
    this.#lots.splice(index, 1);
    return this.#specs.splice(index, 1)[0];
  }

  #drawn(lots: readonly Lot[], random: Random): number {
    let weights = 0;
    let pending = 0;
    for (const lot of lots) {
      weights += lot.weight;
      pending += lot.pending;
    }
    const score = (lot: Lot) => Math.max(0, lot.weight * (pending + 1) - weights * lot.pending);
    let scores = 0;
    for (const lot of lots) scores += score(lot);
    let ticket = random() * scores;
    // Rounding may leave a remainder: then the last spec with a score is chosen.
    let chosen = 0;
    for (const [i, lot] of lots.entries()) {
      const own = score(lot);
      if (own <= 0) continue;
      chosen = i;
      if (ticket < own) break;
      ticket -= own;
    }
    return chosen;
  }
}

function topTier(specs: Iterable<WorkSpec>, now: number): WorkSpec[] {
  let tier: WorkSpec[] = [];
  let top: Numeric | undefined;
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

function tiersBelow(top: Numeric | undefined, specs: Iterable<WorkSpec>, now: number): Tier[] {
  const tiers = new Map<Numeric, WorkSpec[]>();
  for (const spec of specs) {
    const { priority } = spec.settings;
    if (top === undefined || priority >= top || !canWork(spec, now)) continue;
    const tier = tiers.get(priority);
    if (tier === undefined) tiers.set(priority, [spec]);
    else tier.push(spec);
  }
  return [...tiers].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, tier]) => new Tier(tier));
}

/** Whether the spec has work that may start. */
export function canWork(spec: WorkSpec, now: number): boolean {
  const { paused, weight, runtime } = spec.settings;
  if (runtime !== "" || paused || weight <= 0 || spec.vacancies === 0) return false;
  return spec.units.readyCount > 0 || spec.mayGenerate(now);
}
