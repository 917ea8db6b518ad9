// The kinds of results of each method, distinguished by patterns over the result in CBOR diagnostic
// notation. Errors are in errors.ts.
import type { MethodName } from "../../protocol/methods.ts";

const OK = { true: /^\[true, null\]$/ };
const NO_SPEC = { "no such work spec": /"No such work spec / };

export const BRANCHES: Record<MethodName, Readonly<Record<string, RegExp>>> = {
  add_work_units: { ...OK, ...NO_SPEC },
  archive: { null: /^null$/ },
  clear: { none: /^0$/, some: /^[1-9]/ },
  control_work_spec: { ...OK, ...NO_SPEC, "not continuous": /"cannot make non-continuous/ },
  count_work_units: {
    "no unit": /^\[\{\}, null\]$/,
    available: /^\[\{1: /,
    pending: /^\[\{[^}]*3: /,
    finished: /^\[\{[^}]*4: /,
    failed: /^\[\{[^}]*5: /,
    ...NO_SPEC,
  },
  del_work_spec: { ...OK, ...NO_SPEC },
  del_work_units: { none: /^\[0, null\]$/, some: /^\[[1-9]/, "no usable options": /"no usable options/, ...NO_SPEC },
  delete_namespace: { "0": /^0$/ },
  get_child_work_units: {
    "no child": /^\[\{\}, null\]$/,
    "an idle child": /: \[\]/,
    "a working child": /"work_unit_key"/,
  },
  get_config: { "the configuration": /^\[\{.+\}, null\]$/ },
  get_work: {
    "one unit": /^\[128\(\["/,
    "no unit": /^\[128\(\[null, null, null\]\), null\]$/,
    "several units": /^\[\[128\(.*128\(/,
    "one unit of several": /^\[\[128\(\[(?!.*128)/,
    "none of several": /^\[\[\], null\]$/,
  },
  get_work_spec: { "the spec": /^\{"/, "no such spec": /^null$/ },
  get_work_spec_meta: { runnable: /"status": 1/, paused: /"status": 2/, ...NO_SPEC },
  get_work_unit_status: {
    "no key": /^\[\[\], null\]$/,
    available: /"status": 1/,
    pending: /"status": 3.*"expiration"|"expiration".*"status": 3/,
    finished: /"status": 4/,
    failed: /"status": 5/,
    traceback: /"traceback"/,
    worker: /"worker_id"/,
    "missing unit": /^\[\[(.*, )?null[,\]]/,
    ...NO_SPEC,
  },
  get_work_units: { none: /^\[\[\], null\]$/, some: /^\[\[128\(/, "null data": /, null\]\)/, ...NO_SPEC },
  get_worker_info: { "the data": /^\[\{.+\}, null\]$/, "no worker": /^\[\{\}, null\]$/ },
  list_work_specs: { none: /^\[\[\], null\]$/, all: /^\[\[\{.*\}\], null\]$/, "more to come": /^\[\[\{.*\}\], "/ },
  list_worker_modes: { none: /^\[\{\}, null\]$/, some: /^\[\{"/ },
  lock: { ...OK, "not lockable": / is not lockable"/ },
  locksome: { locked: /^\[\[\[/, "not locked": /^\[\[(.*, )?null[,\]]/, "no key": /^\[null, null\]$/ },
  mode_counts: { none: /^\[\{\}, null\]$/, some: /^\[\{"/ },
  now: { "a time": /^\d+$/ },
  prioritize_work_units: { ...OK, "no keys": /"missing work_unit_keys"/, ...NO_SPEC },
  readlock: { owner: /^\["|, "/, free: /null/, "no key": /^\[\]$/ },
  renew: { ...OK, "held by nobody": /is held by None"/, "held by another": /is held by (?!None)/ },
  set_work_spec: OK,
  unlock: { ...OK, "not held": / is not held"/, "held by another": /is held by / },
  update_work_unit: { ...OK, false: /^\[false, null\]$/, "no such unit": /"no such work unit/, ...NO_SPEC },
  worker_heartbeat: { ...OK, "negative lifetime": /negative expire time/, "huge lifetime": /huge expire time/ },
  worker_stats: { none: /"num_workers": 0/, some: /"num_workers": [1-9]/, children: /"num_children": [1-9]/ },
  worker_unregister: { ...OK, "no worker": /"no worker '/ },
};
