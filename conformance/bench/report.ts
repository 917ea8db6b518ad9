// Computes the reported figures of each workload, which text.ts, json.ts and plot.ts format.
import { compare, type Measured, type Series, values } from "./measure.ts";
import { median, percentile, type Ratio, Samples } from "./statistics.ts";

export type WorkloadReport = {
  name: string;
  title: string;
  unit: string;
  better: "more" | "less";
  /** Queue length in units; null for workloads that are not measured by queue length. */
  queue: number | null;
  results: readonly Result[];
};

export type Result = {
  daemon: string;
  /** False for the echo server, the upper bound. */
  isDaemon: boolean;
  /** Median, minimum and maximum over the turns. */
  median: number;
  min: number;
  max: number;
  turns: readonly number[];
  /** Durations of single calls over all turns in milliseconds; null if calls were not timed. */
  latency: { p50: number; p99: number; max: number; calls: number } | null;
  /** CPU use under load as a fraction of one CPU; null if unknown. */
  busy: { daemon: number | null; generator: number } | null;
  /** Ratios of its value to that of each other daemon, turn by turn. */
  ratios: readonly (Ratio & { of: string })[];
  /** Ratio to the same daemon's value in the group's first workload: the shortest queue, or one unit per call. */
  against: (Ratio & { of: string }) | null;
};

export function report({ workload, series, first }: Measured): WorkloadReport {
  return {
    name: workload.name,
    title: workload.title,
    unit: workload.metric.unit,
    better: workload.metric.better,
    queue: workload.queue ?? null,
    results: series.map((each) => result(each, series, first)),
  };
}

function result(series: Series, all: readonly Series[], first: Measured | null): Result {
  const turns = values(series);
  return {
    daemon: series.daemon,
    isDaemon: series.isDaemon,
    median: median(turns),
    min: Math.min(...turns),
    max: Math.max(...turns),
    turns,
    latency: latency(series),
    busy: busy(series),
    ratios: all.filter((other) => other !== series).map((other) => ({ of: other.daemon, ...compare(series, other) })),
    against: against(series, first),
  };
}

function against(series: Series, first: Measured | null): Result["against"] {
  const other = first?.series.find(({ daemon }) => daemon === series.daemon);
  if (first === null || other === undefined) return null;
  const { name, queue } = first.workload;
  const of = queue === undefined ? name : `${name} at ${queue.toLocaleString("en")}`;
  return { of, ...compare(series, other) };
}

function latency({ turns }: Series): Result["latency"] {
  const all = new Samples();
  for (const { latencies } of turns) if (latencies !== null) all.addAll(latencies);
  if (all.count === 0) return null;
  const sorted = all.sorted();
  return { p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99), max: percentile(sorted, 1), calls: all.count };
}

function busy({ turns }: Series): Result["busy"] {
  let seconds = 0;
  let generator = 0;
  let daemon: number | null = 0;
  for (const { load } of turns) {
    if (load === null) return null;
    seconds += load.seconds;
    generator += load.generatorCpu;
    daemon = daemon === null || load.daemonCpu === null ? null : daemon + load.daemonCpu;
  }
  return { daemon: daemon === null ? null : daemon / seconds, generator: generator / seconds };
}
