// Measures workloads on several daemons in alternating turns (A, B, A, B), so that other load on the machine affects all
// of them alike.

import type { Daemon } from "./daemon.ts";
import { type Ratio, ratio } from "./statistics.ts";
import type { Prepared, Turn, Workload } from "./workload.ts";

/** One daemon's turns of a workload. */
export type Series = {
  daemon: string;
  /** False for the echo server, which is measured as the upper bound. */
  isDaemon: boolean;
  turns: readonly Turn[];
};

export type Measured = {
  workload: Workload;
  series: readonly Series[];
  /** The first workload of the group, measured in the same turns; null for the first itself. */
  first: Measured | null;
};

/** A daemon failed during a workload; the message names the workload, the daemon and the cause. */
export class MeasureError extends Error {
  override readonly name = "MeasureError";
  readonly code = "measure";
}

export type Plan = {
  /**
   * Groups of workloads that are measured in the same turns, so that they can be compared. Each gets its own process of each
   * daemon; if some daemon is not started by this tool, the workloads are measured one after the other instead.
   */
  groups: readonly (readonly Workload[])[];
  daemons: readonly Daemon[];
  /** The echo server, or null to measure without it. */
  echo: Daemon | null;
  turns: number;
  signal: AbortSignal;
  /** Called with a description of each step, for a progress line. */
  progress: (what: string) => void;
};

/** Yields the workloads in the given order, without those that no daemon can run. @throws MeasureError */
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

/** A workload on one daemon. `of` is the workload whose report it belongs to: another one if this is the echo's limit. */
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
    // An unmeasured warm-up turn, except for workloads with a fixed number of turns or that measure the cold state.
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
    // Failures to close are ignored, so that they do not hide the first error; a broken daemon fails the next workload anyway.
    await Promise.allSettled(ready.map(({ prepared }) => prepared.close()));
  }
  return group.map((workload) => ({
    workload,
    series: ready
      .filter(({ entry }) => entry.of === workload)
      .map(({ entry, turns }) => ({ daemon: entry.daemon.name, isDaemon: entry.isDaemon, turns })),
  }));
}

/** The ratio of two series of the same workload, turn by turn. */
export function compare(series: Series, other: Series): Ratio {
  return ratio(values(series), values(other));
}

export function values(series: Series): number[] {
  return series.turns.map(({ value }) => value);
}
