// The interface of a workload: traffic that can be measured repeatedly on a daemon.

import type { Daemon } from "./daemon.ts";
import type { Driven } from "./drive.ts";
import type { Samples } from "./statistics.ts";

export type Workload = {
  /** Its name on the command line. */
  name: string;
  /** One line that describes the calls. */
  title: string;
  metric: Metric;
  /** Queue length in units; undefined for a workload that is not measured at several lengths. */
  queue?: number;
  /** Workload that the echo server runs in the same turns, as the upper bound for this one; undefined if there is none. */
  limit?: Workload;
  /** Set if it can only measure a daemon that this tool starts. */
  needsSpawned?: true;
  /** Fixed number of turns, which overrides the requested number. */
  turns?: number;
  /** Set if each turn measures a newly started daemon, so that there is no warm-up. */
  isCold?: true;
  prepare(daemon: Daemon, signal: AbortSignal): Promise<Prepared>;
};

type Metric = { unit: "calls/s" | "units/s" | "ms" | "bytes/unit" | "% added"; better: "more" | "less" };

/** A workload prepared for one daemon. */
export type Prepared = {
  /** Runs one measured turn. @throws ReplyError for a wrong reply */
  turn(): Promise<Turn>;
  close(): Promise<void>;
};

export type Turn = {
  value: number;
  /** Durations of single calls in milliseconds; null if calls were not timed. */
  latencies: Samples | null;
  /** Totals of the load on the daemon; null if there was none. */
  load: Driven | null;
};

/**
 * Repeats `stretch` until the measured time adds up to `seconds`, and sums up the results; time between stretches does not
 * count. Each call gets the number of seconds left.
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
