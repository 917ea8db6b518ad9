// Measures workloads on daemons in turns: A, B, A, B, so that what else goes on in the machine meets all of them alike.

import type { Daemon } from "./daemon.ts";
import { type Ratio, ratio } from "./statistics.ts";
import type { Prepared, Turn, Workload } from "./workload.ts";

/** One daemon's turns of a workload. */
export type Series = {
  daemon: string;
  /** False for what stands beside the daemons as the limit. */
  isDaemon: boolean;
  turns: readonly Turn[];
};

export type Measured = {
  workload: Workload;
  series: readonly Series[];
  /** The first workload of the group, measured in the same turns; null for the first itself. */
  first: Measured | null;
};

/** A daemon failed in the middle of a workload; its message says which and what came. */
export class MeasureError extends Error {
  override readonly name = "MeasureError";
  readonly code = "measure";
}

export type Plan = {
  /**
   * Groups of workloads to measure in the same turns, to compare them too: on as many processes of a daemon. Where one is not
   * started for this, the workloads follow each other.
   */
  groups: readonly (readonly Workload[])[];
  daemons: readonly Daemon[];
  /** The bare echo, or null to do without. */
  echo: Daemon | null;
  turns: number;
  signal: AbortSignal;
  /** Told what is being done, for people who wait. */
  progress: (what: string) => void;
};

/** Each workload in the order given; one that no daemon can run is left out. @throws MeasureError */
export async function* measureAll(plan: Plan): AsyncGenerator<Measured> {
  const together = plan.daemons.every(({ isSpawned }) => isSpawned);
  for (const group of together ? plan.groups : plan.groups.flatMap((each) => each.map((workload) => [workload]))) {
    let first: Measured | null = null;
    for (const { workload, series } of await measure(group, plan)) {
      if (!series.some(({ isDaemon }) => isDaemon)) continue;
      const measured: Measured = { workload, series, first };
      yield measured;
      first ??= measured;
    }
  }
}

/** A workload on one daemon; `of` is the workload that this is measured for, which is another where the echo is its limit. */
type Entry = { daemon: Daemon; workload: Workload; of: Workload; isDaemon: boolean };

function entries(of: Workload, { daemons, echo }: Plan): Entry[] {
  const able = daemons.filter(({ isSpawned }) => isSpawned || of.needsSpawned !== true);
  const found: Entry[] = able.map((daemon) => ({ daemon, workload: of, of, isDaemon: true }));
  if (echo !== null && of.limit !== undefined) found.push({ daemon: echo, workload: of.limit, of, isDaemon: false });
  return found;
}

async function measure(group: readonly Workload[], plan: Plan): Promise<Omit<Measured, "first">[]> {
  const ready: { entry: Entry; prepared: Prepared; turns: Turn[] }[] = [];
  const step = async <T>({ of, daemon }: Entry, what: string, act: () => Promise<T>): Promise<T> => {
    plan.progress(`${of.title}: ${what} ${daemon.name}`);
    try {
      return await act();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new MeasureError(`${of.name}, ${daemon.name}: ${reason}`, { cause: error });
    }
  };
  try {
    for (const entry of group.flatMap((workload) => entries(workload, plan))) {
      const prepared = await step(entry, "preparing", () => entry.workload.prepare(entry.daemon, plan.signal));
      ready.push({ entry, prepared, turns: [] });
    }
    // A turn that does not count, so that nobody is measured cold. Where one turn is all there is, it is about the cold state.
    for (const { entry, prepared } of ready) {
      if (entry.of.turns === undefined && !entry.of.isCold) await step(entry, "warming up", () => prepared.turn());
    }
    for (let turn = 1; turn <= plan.turns; turn++) {
      for (const { entry, prepared, turns } of ready) {
        if (turn > (entry.of.turns ?? plan.turns)) continue;
        turns.push(await step(entry, `turn ${turn},`, () => prepared.turn()));
      }
    }
  } finally {
    // One that cannot be closed has failed before, or fails the next workload: no reason to hide the first failure.
    await Promise.allSettled(ready.map(({ prepared }) => prepared.close()));
  }
  return group.map((workload) => ({
    workload,
    series: ready
      .filter(({ entry }) => entry.of === workload)
      .map(({ entry, turns }) => ({ daemon: entry.daemon.name, isDaemon: entry.isDaemon, turns })),
  }));
}

/** How one series compares with another of the same workload. */
export function compare(series: Series, other: Series): Ratio {
  return ratio(values(series), values(other));
}

export function values(series: Series): number[] {
  return series.turns.map(({ value }) => value);
}
