// Defines the workloads, their sizes, and the order in which they run.
import { stalls } from "./stalls.ts";
import type { Workload } from "./workload.ts";
import type { WorkloadName } from "./workload-names.ts";
import { add } from "./workloads/add.ts";
import { cycle } from "./workloads/cycle.ts";
import { memory } from "./workloads/memory.ts";
import { mixed } from "./workloads/mixed.ts";
import { ping } from "./workloads/ping.ts";
import { responsiveness } from "./workloads/responsiveness.ts";
import { shadowed } from "./workloads/shadow.ts";
import { stall } from "./workloads/stalls.ts";
import { start } from "./workloads/start.ts";
import { take } from "./workloads/take.ts";

/** The sizes of a measurement. Every workload is limited both by time and by number of units. */
export type Size = {
  turns: number;
  seconds: number;
  connections: number;
  /** Queue lengths of `cycle`. */
  queues: readonly number[];
  /** Units of `get`, `batch` and `latency`; `add` puts ten times as many into one work spec. */
  units: number;
  /** Number of workers of `mixed`, and of units that they process through its chain of work specs. */
  workers: number;
  chained: number;
  /** Units of `memory`. */
  resident: number;
  /** Size of the calls of `stalls` as a fraction of the full size, at most 1. */
  stalls: number;
};

export const FULL: Size = {
  turns: 5,
  seconds: 1,
  connections: 16,
  queues: [10_000, 100_000, 1_000_000],
  units: 100_000,
  workers: 100,
  chained: 2_000,
  resident: 1_000_000,
  stalls: 1,
};

/** Sizes of `--quick`: runs in a few seconds to try the output; the figures are not reliable. */
export const QUICK: Size = {
  turns: 2,
  seconds: 0.05,
  connections: 4,
  queues: [1_000, 4_000],
  units: 4_000,
  workers: 10,
  chained: 100,
  resident: 10_000,
  stalls: 0.01,
};

/** The workloads with these names, in groups to be measured in the same turns. */
export function plan(names: readonly WorkloadName[], size: Size): Workload[][] {
  const { seconds, connections, queues, units } = size;
  const all: Record<WorkloadName, () => Workload[]> = {
    ping: () => [ping(connections, seconds)],
    cycle: () => queues.map((queue) => cycle(queue, connections, seconds)),
    get: () => [take("get", 1, units, connections, seconds)],
    batch: () => [take("batch", 100, units, connections, seconds)],
    add: () => [add(units * 10, seconds)],
    mixed: () => [mixed(size.workers, size.chained, seconds)],
    latency: () => [responsiveness(units, seconds)],
    memory: () => [memory(size.resident)],
    start: () => [start()],
    shadow: () => shadowed(seconds),
    stalls: () => stalls(size.stalls).map(stall),
  };
  const groups: WorkloadName[][] = [
    ["ping"],
    ["cycle"],
    ["get", "batch"],
    ["add"],
    ["mixed"],
    ["latency"],
    ["memory"],
    ["start"],
  ];
  // Groups of one, since each needs a process of its own.
  const alone = (["shadow", "stalls"] as const).filter((name) => names.includes(name));
  const rows = alone.flatMap((name) => all[name]().map((row) => [row]));
  return groups
    .map((group) => group.filter((name) => names.includes(name)).flatMap((name) => all[name]()))
    .filter((group) => group.length > 0)
    .concat(rows);
}
