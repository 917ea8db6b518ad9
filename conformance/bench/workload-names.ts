// The workloads by name, in the order that they are measured in.
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
/** Those that are measured where none is named: stalls would take minutes, and shadow measures what stands before a daemon. */
export const USUAL: readonly WorkloadName[] = WORKLOADS.filter((name) => name !== "stalls" && name !== "shadow");
export type WorkloadName = (typeof WORKLOADS)[number];

/** What each measures, for people. */
export const MEASURES: Readonly<Record<WorkloadName, string>> = {
  ping: "list_work_specs on an empty daemon",
  cycle: "get_work + finish, at each queue length",
  get: "get_work, one unit a call; 100,000 units",
  batch: "get_work, 100 units a call; 100,000 units",
  add: "add_work_units, 1,000 units a call",
  mixed: "100 workers over 5 chained work specs: heartbeat, get_work, finish",
  latency: "p99 of a ping while another connection adds 100,000 units",
  memory: "resident bytes a unit, 1,000,000 units (daemons that are started; Linux)",
  start: "from the start of the process until it takes a connection (daemons that are started)",
  shadow:
    "what shadow adds to the median call behind a bare proxy, and that to a direct one (daemons that are started; only if named)",
  stalls:
    "the longest wait for the time beside each of some twenty calls that are much work (daemons that are started; ∞: not through within a minute; only if named)",
};
