// The interface of a workload: traffic that can be measured repeatedly on a daemon.

import type { Daemon } from "./daemon.ts";
import type { Driven } from "./drive.ts";
import type { Samples } from "./statistics.ts";

export type Workload = {
  /** As named on the command line. */
  name: string;
  /** One line that says what is called, and how. */
  title: string;
  metric: Metric;
  /** Units that wait in the queue, where the workload is measured at several lengths. */
  queue?: number;
  /** What the bare echo does in the same turns, as the most that this traffic could reach, where that says something. */
  limit?: Workload;
  /** It needs a daemon that the tool starts itself. */
  needsSpawned?: true;
  /** Turns to measure where one is enough, instead of the number asked for. */
  turns?: number;
  /** Each turn is on a daemon that has done nothing yet. */
  isCold?: true;
  prepare(daemon: Daemon, signal: AbortSignal): Promise<Prepared>;
};

type Metric = { unit: "calls/s" | "units/s" | "ms" | "bytes/unit" | "% added"; better: "more" | "less" };

/** A workload ready on one daemon. */
export type Prepared = {
  /** Measures once. @throws ReplyError for a wrong reply */
  turn(): Promise<Turn>;
  close(): Promise<void>;
};

export type Turn = {
  value: number;
  /** Times of single calls in milliseconds, where calls were timed. */
  latencies: Samples | null;
  /** What the daemon was loaded with; null where nothing was driven. */
  load: Driven | null;
};

/**
 * Loads a daemon in stretches until they add up to `seconds`; what happens between two stretches is off the clock. Each is told
 * how many seconds are left.
 */
export async function loadFor(seconds: number, stretch: (left: number) => Promise<Driven>): Promise<Driven> {
  let total: Driven = { calls: 0, seconds: 0, daemonCpu: 0, generatorCpu: 0 };
  while (total.seconds < seconds) {
    const driven = await stretch(seconds - total.seconds);
    total = {
      calls: total.calls + driven.calls,
      seconds: total.seconds + driven.seconds,
      daemonCpu: total.daemonCpu === null || driven.daemonCpu === null ? null : total.daemonCpu + driven.daemonCpu,
      generatorCpu: total.generatorCpu + driven.generatorCpu,
    };
  }
  return total;
}
