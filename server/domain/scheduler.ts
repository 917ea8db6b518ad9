// Chooses the work spec that get_work takes units from: priority tiers, and within a tier at random by weight, such
// that the pending units approach the ratio of the weights. `then` and `then_preempts` play no role.
import type { Random } from "./clock.ts";
import type { Numeric, WorkSpec } from "./work-spec.ts";

/** Draws the specs to take work from, one after the other: mostly the first one is enough. */
export class SpecDraw {
  readonly #specs: readonly WorkSpec[];
  readonly #now: number;
  readonly #random: Random;
  #tier: Tier;
  /** The tiers below, the next one last; null as long as nobody wants to know. */
  #below: Tier[] | null = null;

  /** @param specs all specs, brought up to `now` */
  constructor(specs: readonly WorkSpec[], now: number, random: Random) {
    this.#specs = specs;
    this.#now = now;
    this.#random = random;
    this.#tier = new Tier(topTier(specs, now));
  }

  /** The spec to take work from, or undefined where none is left that has work that may start. */
  next(): WorkSpec | undefined {
    if (this.#tier.isEmpty) {
      this.#below ??= tiersBelow(this.#tier.priority, this.#specs, this.#now);
      this.#tier = this.#below.pop() ?? this.#tier;
    }
    return this.#tier.draw(this.#random);
  }
}

/** The numbers that a spec is drawn by. */
type Lot = { readonly weight: number; readonly pending: number };

/** Specs of one priority, in the order of their names. */
class Tier {
  readonly priority: Numeric | undefined;
  readonly #specs: WorkSpec[];
  /** Of the same specs; made where there is a choice. */
  #lots: Lot[] | null = null;

  /** @param specs which become its own */
  constructor(specs: WorkSpec[]) {
    this.priority = specs[0]?.settings.priority;
    this.#specs = specs;
  }

  get isEmpty(): boolean {
    return this.#specs.length === 0;
  }

  /** Takes one out. */
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
    // The last one that has a score, where rounding leaves something of the ticket behind it.
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

/** Whether there is work of it that may start. */
export function canWork(spec: WorkSpec, now: number): boolean {
  const { paused, weight, runtime } = spec.settings;
  if (runtime !== "" || paused || weight <= 0 || spec.vacancies === 0) return false;
  return spec.units.readyCount > 0 || spec.mayGenerate(now);
}
