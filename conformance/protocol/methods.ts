// Every method of the protocol with its parameters and its known option keys.

/** Declared type of a parameter; it decides which CBOR values are accepted and the error for others. */
export type Declared = "string" | "int" | "float64" | "map" | "list" | "strings" | "anything";

export type Method = {
  readonly params: readonly (readonly [name: string, declared: Declared])[];
  /** Keys of the options map, which is the last parameter except for add_work_units and set_work_spec. */
  readonly options?: readonly string[];
};

const SPEC: Method["params"] = [["work_spec_name", "string"]];
const SPEC_OPTIONS: Method["params"] = [...SPEC, ["options", "map"]];
const WORKER: Method["params"] = [["worker_id", "string"]];
const LOCK: Method["params"] = [
  ["locker_id", "string"],
  ["timeout", "int"],
  ["keys", "anything"],
];

export const METHODS = {
  add_work_units: { params: [...SPEC, ["work_unit_key_vals", "list"]] },
  archive: { params: [["options", "map"]] },
  clear: { params: [] },
  control_work_spec: {
    params: SPEC_OPTIONS,
    options: ["continuous", "status", "weight", "interval", "max_running"],
  },
  count_work_units: { params: SPEC },
  del_work_spec: { params: SPEC },
  del_work_units: { params: SPEC_OPTIONS, options: ["all", "work_unit_keys", "state"] },
  delete_namespace: { params: [["namespace", "anything"]] },
  get_child_work_units: { params: WORKER },
  get_config: { params: [] },
  get_work: {
    params: [...WORKER, ["options", "map"]],
    options: ["available_gb", "lease_time", "max_jobs", "work_spec_names"],
  },
  get_work_spec: { params: SPEC },
  get_work_spec_meta: { params: SPEC },
  get_work_unit_status: { params: [...SPEC, ["work_unit_keys", "strings"]] },
  get_work_units: { params: SPEC_OPTIONS, options: ["work_unit_keys", "state", "start", "limit"] },
  get_worker_info: { params: WORKER },
  list_work_specs: { params: [["options", "map"]], options: ["start", "limit"] },
  list_worker_modes: { params: [] },
  lock: { params: LOCK },
  locksome: { params: LOCK },
  mode_counts: { params: [] },
  now: { params: [] },
  prioritize_work_units: { params: SPEC_OPTIONS, options: ["work_unit_keys", "priority", "adjustment"] },
  readlock: { params: [["keys", "anything"]] },
  renew: { params: LOCK },
  set_work_spec: {
    params: [["work_spec", "map"]],
    options: [
      "name",
      "disabled",
      "continuous",
      "interval",
      "priority",
      "weight",
      "nice",
      "min_gb",
      "max_running",
      "max_getwork",
      "max_retries",
      "then",
      "runtime",
      "then_preempts",
      "desc",
      "config",
      "module",
      "run_function",
      "terminate_function",
    ],
  },
  unlock: {
    params: [
      ["locker_id", "string"],
      ["keys", "anything"],
    ],
  },
  update_work_unit: {
    params: [...SPEC, ["work_unit_key", "string"], ["options", "map"]],
    options: ["lease_time", "status", "data", "worker_id"],
  },
  worker_heartbeat: {
    params: [...WORKER, ["mode", "string"], ["expire_seconds", "float64"], ["data", "map"], ["parent", "string"]],
  },
  worker_stats: { params: [] },
  worker_unregister: { params: WORKER },
} satisfies Record<string, Method>;

export type MethodName = keyof typeof METHODS;
export const METHOD_NAMES = Object.keys(METHODS) as MethodName[];
