// The names of the workloads, in the order in which they are measured.
export const WORKLOADS = [
  "ping",
  "cycle",
  "get",
  "batch",
  "add",
  "mixed",
  "latency",
  "memory",
  "start",
  "shadow",
  "stalls",
] as const;
/** The default workloads: without stalls, which takes minutes, and shadow, which measures a proxy and not the daemon. */
export const USUAL: readonly WorkloadName[] = WORKLOADS.filter((name) => name !== "stalls" && name !== "shadow");
export type WorkloadName = (typeof WORKLOADS)[number];

/** Description of each workload, for --help. */
export const MEASURES: Readonly<Record<WorkloadName, string>> = {
  ping: "list_work_specs on an empty daemon",
  cycle: "get_work + finish, at each queue length",
  get: "get_work, one unit a call; 100,000 units",
  batch: "get_work, 100 units a call; 100,000 units",
  add: "add_work_units, 1,000 units a call",
  mixed: "100 workers over 5 chained work specs: heartbeat, get_work, finish",
  latency: "p99 of a ping while another connection adds 100,000 units",
  memory: "resident bytes a unit, 1,000,000 units (started daemons only; Linux)",
  start: "from the start of the process until it accepts a connection (started daemons only)",
  shadow:
    "latency that shadow adds to the median call through a plain proxy, and that a plain proxy adds to a direct one (started daemons only; not by default)",
  stalls:
    "longest wait for a short call during each of some twenty calls that are much work (started daemons only; ∞: not done within a minute; not by default)",
};
