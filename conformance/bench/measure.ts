// Measures workloads on targets in turns: A, B, A, B, so that what else goes on in the machine meets all of them alike.
import { type Ratio, ratio } from "./statistics.ts";
import type { Target } from "./target.ts";
import type { Prepared, Turn, Workload } from "./workload.ts";

/** One target's turns of a workload. */
export type Series = {
  target: string;
  /** False for what stands beside the targets as the limit. */
  isTarget: boolean;
  turns: readonly Turn[];
};

export type Measured = { workload: Workload; series: readonly Series[] };

/** A target failed in the middle of a workload; its message says which and what came. */
export class MeasureError extends Error {
  override readonly name = "MeasureError";
  readonly code = "measure";
}

export type Plan = {
  workloads: readonly Workload[];
  targets: readonly Target[];
  /** The bare echo, or null to do without. */
  echo: Target | null;
  turns: number;
  signal: AbortSignal;
  /** Told what is being done, for people who wait. */
  progress: (what: string) => void;
};

/** Each workload in the order given; one that no target can run is left out. @throws MeasureError */
export async function* measureAll(plan: Plan): AsyncGenerator<Measured> {
  for (const workload of plan.workloads) {
    const measured = await measure(workload, plan);
    if (measured.series.some(({ isTarget }) => isTarget)) yield measured;
  }
}

type Entry = { target: Target; workload: Workload; isTarget: boolean };

async function measure(workload: Workload, plan: Plan): Promise<Measured> {
  const able = plan.targets.filter(({ isSpawned }) => isSpawned || workload.needsSpawned !== true);
  const entries: Entry[] = able.map((target) => ({ target, workload, isTarget: true }));
  if (plan.echo !== null && workload.limit !== undefined) {
    entries.push({ target: plan.echo, workload: workload.limit, isTarget: false });
  }
  const ready: { entry: Entry; prepared: Prepared; turns: Turn[] }[] = [];
  const step = async <T>(entry: Entry, what: string, act: () => Promise<T>): Promise<T> => {
    plan.progress(`${workload.title}: ${what} ${entry.target.name}`);
    try {
      return await act();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new MeasureError(`${workload.name}, ${entry.target.name}: ${reason}`, { cause: error });
    }
  };
  try {
    for (const entry of entries) {
      const prepared = await step(entry, "preparing", () => entry.workload.prepare(entry.target, plan.signal));
      ready.push({ entry, prepared, turns: [] });
    }
    const turns = workload.turns ?? plan.turns;
    // A turn that does not count, so that nobody is measured cold. Where one turn is all there is, it is about the cold state.
    if (workload.turns === undefined) {
      for (const { entry, prepared } of ready) await step(entry, "warming up", () => prepared.turn());
    }
    for (let turn = 1; turn <= turns; turn++) {
      for (const each of ready) {
        each.turns.push(await step(each.entry, `turn ${turn} of ${turns},`, () => each.prepared.turn()));
      }
    }
  } finally {
    // One that cannot be closed has failed before, or fails the next workload: no reason to hide the first failure.
    await Promise.allSettled(ready.map(({ prepared }) => prepared.close()));
  }
  return {
    workload,
    series: ready.map(({ entry, turns }) => ({ target: entry.target.name, isTarget: entry.isTarget, turns })),
  };
}

/** How one series compares with another of the same workload. */
export function compare(series: Series, other: Series): Ratio {
  return ratio(values(series), values(other));
}

export function values(series: Series): number[] {
  return series.turns.map(({ value }) => value);
}
