// Option maps: how names match, what each option accepts, and how the errors of several options are put together.
import { calls, type RawCase } from "../definition.ts";

const spec = "set_work_spec({'name': 's'})";
const units = "add_work_units('s', ['a', 'b', 'c'])";

/** A call with an option of a value that it does not accept. */
const wrong = (call: string, name: string, ...values: readonly string[]) =>
  values.map((value) => `${call.slice(0, -1)}{'${name}': ${value}})`);

export const options: readonly RawCase[] = [
  {
    id: "wire/options-names-fold",
    title: "option names match in any case; CamelCase of a name of several words does not",
    requires: ["OPT-4", "OPT-5", "OPT-6"],
    steps: calls(
      spec,
      units,
      "get_work_units('s', {'LIMIT': 1})",
      "get_work_units('s', {'Limit': 2})",
      `get_work_units('s', {"limit": 1})`,
      "get_work('w', {'MAX_JOBS': 2})",
      "get_work('w', {'maxjobs': 2})",
      "get_work('w', {'MaxJobs': 2})",
      `get_work_units('s', {"ſtart": 'b'})`,
    ),
  },
  {
    id: "wire/options-names-of-the-go-daemon",
    title: "of two spellings of an option the Go daemon's own one counts; the Kelvin sign is a k",
    requires: ["OPT-7", "OPT-5"],
    steps: calls(
      "set_work_spec({'name': 's', 'WEIGHT': 3, 'Weight': 5})",
      "get_work_spec_meta('s')",
      "set_work_spec({'name': 's', 'Weight': 7, 'WEIGHT': 9})",
      "get_work_spec_meta('s')",
      units,
      `get_work_units('s', {"wor\u212a_unit_\u212aeys": ['b']})`,
      "get_work('w', {'max_jobs': 1, 'Max_Jobs': 1, 'nosuch': 1})",
    ),
  },
  {
    id: "wire/options-null-key",
    title: "an entry under null is no option, and the entries after it count",
    requires: ["OPT-10"],
    steps: calls(spec, units, "get_work_units('s', {null: 5, 'limit': 1})"),
  },
  {
    id: "wire/options-unknown-and-null",
    title: "unknown options are ignored; null is not given",
    requires: ["OPT-3", "OPT-2"],
    steps: calls(
      spec,
      units,
      "get_work_units('s', {'nosuch': 5, 'limit': null, 'start': null, 'state': null, 'work_unit_keys': null})",
      "get_work('w', {'max_jobs': null, 'lease_time': null, 'work_spec_names': null, 'available_gb': null})",
      "get_work('w', {'max_jobs': undefined})",
    ),
  },
  {
    id: "wire/options-of-get-work",
    title: "wrong types in the options of get_work",
    requires: ["ERR-11", "ERR-14"],
    steps: calls(
      ...wrong("get_work('w', )", "max_jobs", "'2'", '"2"', "true", "[2]", "{}", "128([])"),
      ...wrong("get_work('w', )", "lease_time", "'2'"),
      ...wrong("get_work('w', )", "available_gb", "'2'", "true"),
      ...wrong("get_work('w', )", "work_spec_names", "'s'", "5", "true", "128(['s'])", "[5, 's', true]", "{}"),
      "get_work('w', {'max_jobs': 'x', 'lease_time': 'y', 'available_gb': 'z', 'work_spec_names': 5})",
    ),
  },
  {
    id: "wire/options-of-get-work-units",
    title: "wrong types in the options of get_work_units",
    requires: ["ERR-11", "ERR-14"],
    steps: calls(
      spec,
      units,
      ...wrong("get_work_units('s', )", "limit", "'2'", "true", "[]"),
      ...wrong("get_work_units('s', )", "start", "2", "[]"),
      ...wrong("get_work_units('s', )", "state", "-1", "1.0", '"1"', "true", "{}", "['1']", "2", "9", "[1, 6]"),
      ...wrong("get_work_units('s', )", "work_unit_keys", "true", "5", "128(['a'])", "[5]"),
      "get_work_units('s', {'limit': 'x', 'start': 5, 'work_unit_keys': 5})",
    ),
  },
  {
    id: "wire/options-of-del-work-units",
    title: "wrong types in the options of del_work_units; nothing is deleted",
    requires: ["ERR-11", "ERR-12", "ERR-7"],
    steps: calls(
      spec,
      units,
      ...wrong("del_work_units('s', )", "all", "1", "'true'"),
      ...wrong("del_work_units('s', )", "state", "'1'", "true", "2"),
      ...wrong("del_work_units('s', )", "work_unit_keys", "'abc'", "5", "[5]"),
      "count_work_units('s')",
    ),
  },
  {
    id: "wire/options-of-prioritize-work-units",
    title: "wrong types in the options of prioritize_work_units",
    requires: ["ERR-11", "ERR-14"],
    steps: calls(
      spec,
      units,
      ...wrong("prioritize_work_units('s', )", "priority", "'1'", "true", "[]"),
      ...wrong("prioritize_work_units('s', )", "adjustment", "'1'"),
      ...wrong("prioritize_work_units('s', )", "work_unit_keys", "5", "[5]"),
      "prioritize_work_units('s', {})",
      "prioritize_work_units('s', {'work_unit_keys': []})",
      "prioritize_work_units('s', {'work_unit_keys': ['nosuch'], 'priority': 5})",
    ),
  },
  {
    id: "wire/options-of-update-work-unit",
    title: "wrong types in the options of update_work_unit are told before a missing spec or unit",
    requires: ["WORK-33", "ERR-11"],
    steps: calls(
      ...wrong("update_work_unit('nosuch', 'u', )", "status", "'4'", "true", "[]"),
      ...wrong("update_work_unit('nosuch', 'u', )", "lease_time", "'4'"),
      ...wrong("update_work_unit('nosuch', 'u', )", "worker_id", "4"),
      ...wrong("update_work_unit('nosuch', 'u', )", "data", "4", "'x'", "[]", "{5: 1}"),
      "update_work_unit('nosuch', 'u', {'status': 'x', 'data': 4, 'lease_time': 'y', 'worker_id': 5})",
      "update_work_unit('nosuch', 'u', {'status': 4})",
    ),
  },
  {
    id: "wire/options-of-control-work-spec",
    title: "wrong types in the options of control_work_spec",
    requires: ["ERR-11", "ERR-12", "ERR-13", "ERR-6"],
    steps: calls(
      spec,
      ...wrong("control_work_spec('s', )", "continuous", "1", "'x'"),
      ...wrong("control_work_spec('s', )", "status", "'x'", "true"),
      ...wrong("control_work_spec('s', )", "weight", "'x'"),
      ...wrong("control_work_spec('s', )", "interval", "'x'"),
      ...wrong("control_work_spec('s', )", "max_running", "'x'"),
      "control_work_spec('s', {'continuous': 1, 'status': 'x', 'weight': 'y', 'interval': 'z', 'max_running': []})",
      "get_work_spec_meta('s')",
    ),
  },
  {
    id: "wire/options-of-list-work-specs",
    title: "wrong types in the options of list_work_specs",
    requires: ["ERR-11"],
    steps: calls(
      ...wrong("list_work_specs()", "limit", "'x'", "true"),
      ...wrong("list_work_specs()", "start", "5"),
      "list_work_specs({'limit': 'x', 'start': 5})",
    ),
  },
  {
    id: "wire/options-beyond-all-numbers",
    title: "numbers that no 64-bit integer holds are cut to the nearest",
    requires: ["PARAM-6", "PARAM-9", "K10"],
    steps: calls(
      spec,
      units,
      "control_work_spec('s', {'max_running': -18446744073709551616})",
      "get_work_spec_meta('s')",
      "control_work_spec('s', {'max_running': 18446744073709551615})",
      "get_work_spec_meta('s')",
      "get_work('w', {'max_jobs': -Infinity})",
    ),
  },
  {
    id: "wire/options-keys-of-units",
    title: "null in a list of keys is the empty key; no bytes are no keys, and a UUID is a list of numbers",
    requires: ["PARAM-21", "PARAM-19", "K16"],
    steps: calls(
      spec,
      "add_work_units('s', ['', 'a'])",
      "get_work_units('s', {'work_unit_keys': [null]})",
      "get_work_unit_status('s', [null, 'a'])",
      "get_work_unit_status('s', '')",
      "get_work_units('s', {'work_unit_keys': 37(h'000102030405060708090a0b0c0d0e0f')})",
      "get_work_units('s', {'state': 37(h'01010101010101010101010101010101')})",
    ),
  },
  {
    id: "wire/options-numbers-truncate",
    title: "integer options take floats, cut towards zero",
    requires: ["PARAM-7"],
    steps: calls(
      spec,
      units,
      "get_work_units('s', {'limit': 1.9})",
      "get_work('w', {'max_jobs': 2.9})",
      "control_work_spec('s', {'weight': 7.9, 'interval': 3.9})",
      "get_work_spec_meta('s')",
    ),
  },
];
