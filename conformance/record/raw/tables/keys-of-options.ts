// Keys of options in every method: one that is not a string at every position among others, and null; and names of work
// specs that are not valid text, in every method that takes one.
import type { RawCase } from "../definition.ts";
import { specRow, table } from "./table.ts";

/** Every method with options: how to call it with an options map, and valid options with a visible effect. */
const METHODS: Readonly<Record<string, { readonly call: (options: string) => string; readonly some: string }>> = {
  list_work_specs: { call: (options) => `list_work_specs(${options})`, some: "'start': 't', 'limit': 1" },
  control_work_spec: { call: (options) => `control_work_spec('s', ${options})`, some: "'status': 2, 'weight': 5" },
  get_work_units: { call: (options) => `get_work_units('s', ${options})`, some: "'start': 't', 'limit': 1" },
  prioritize_work_units: {
    call: (options) => `prioritize_work_units('s', ${options})`,
    some: "'work_unit_keys': ['v'], 'priority': 5",
  },
  del_work_units: { call: (options) => `del_work_units('s', ${options})`, some: "'work_unit_keys': ['v'], 'state': 1" },
  get_work: { call: (options) => `get_work('w', ${options})`, some: "'max_jobs': 2, 'lease_time': 600" },
  update_work_unit: {
    call: (options) => `update_work_unit('s', 'u', ${options})`,
    some: "'status': 5, 'worker_id': 'k'",
  },
  archive: { call: (options) => `archive(${options})`, some: "'a': 1, 'b': 2" },
};

const ODD = ["5", "-1", "true", "1.5_3", "128(['a'])", "5000(1)", "37(h'000102030405060708090a0b0c0d0e0f')"];
const NO_TEXT = "h'6efffe'";

/** Calls that name a work spec that does not exist. */
const NAMING = [
  `get_work_spec(${NO_TEXT})`,
  `del_work_spec(${NO_TEXT})`,
  `control_work_spec(${NO_TEXT}, {})`,
  `get_work_spec_meta(${NO_TEXT})`,
  `add_work_units(${NO_TEXT}, [])`,
  `get_work_units(${NO_TEXT}, {})`,
  `get_work_unit_status(${NO_TEXT}, [])`,
  `count_work_units(${NO_TEXT})`,
  `prioritize_work_units(${NO_TEXT}, {})`,
  `del_work_units(${NO_TEXT}, {})`,
  `update_work_unit(${NO_TEXT}, 'u', {})`,
];

export const keysOfOptions: readonly RawCase[] = [
  table(
    "tables/odd-keys-of-options",
    "a key of options that is no string, before and behind others and between them, and null, which is none",
    ["OPT-8", "OPT-10", "OPT-11", "PARAM-13", "ERR-9", "ERR-10", "ERR-16", "ERR-17"],
    Object.entries(METHODS).map(([name, { call, some }]) => {
      const [first = "", ...rest] = some.split(", '");
      const last = rest.map((each) => `'${each}`).join(", ");
      return specRow(`of ${name}`, [
        "set_work_spec({'name': 't'})",
        "add_work_units('s', ['u', 'v'])",
        ...ODD.map((key, i) =>
          call([`{${key}: 1, ${some}}`, `{${first}, ${key}: 1, ${last}}`, `{${some}, ${key}: 1}`][i % 3] ?? ""),
        ),
        call(`{${some}, 5: 1, 'x': 2, 6: 3}`),
        call(`{5000(1): 1, ${some}, 5000(2): 1, 5000(3): 1}`),
        ...["1", "2", "4", "true", "['v']"].map((value) => call(`{null: ${value}}`)),
        "get_work_unit_status('s', ['u', 'v'])",
        "get_work_spec_meta('s')",
        call(`{null: 3, ${some}, undefined: 4}`),
        "get_work_unit_status('s', ['u', 'v'])",
        "del_work_spec('t')",
      ]);
    }),
  ),
  {
    id: "tables/refusals-of-names-that-are-no-text",
    title: "a work spec that does not exist and whose name is no UTF-8, in every method that names one",
    requires: ["ERR-1", "ERR-5", "MSG-31", "VAL-49"],
    lines: NAMING.map((call, i) => (i === 0 ? call : `& ${call}`)),
  },
  table(
    "tables/keys-that-begin-alike",
    "entries whose names begin or end as those that a daemon looks for, before them and alone",
    ["CHAIN-9", "CHAIN-11", "UNIT-76", "UNIT-77", "WORKER-26"],
    ["%x", "x%", "%%", "%\u0000", " %", "% "].map((shape) => {
      const like = (name: string) => `"${shape.replaceAll("%", name).replace("\u0000", "\\u0000")}"`;
      return specRow(
        `${shape.replaceAll("%", "NAME").replace("\u0000", "and a zero byte")}`,
        [
          "add_work_units('s', ['a', 'b', 'c', 'd', ['e', {'traceback': 'own'}]])",
          `update_work_unit('s', 'a', {'status': 5, 'data': {${like("traceback")}: 1}})`,
          `update_work_unit('s', 'b', {'status': 5, 'data': {${like("traceback")}: 1, 'traceback': 2}})`,
          `update_work_unit('s', 'c', {'status': 4, 'data': {${like("output")}: ['wrong']}})`,
          `update_work_unit('s', 'd', {'status': 4, 'data': {${like("output")}: ['wrong'], 'output': ['right']}})`,
          "update_work_unit('s', 'e', {'status': 5, 'data': {'n': 1}})",
          "get_work_unit_status('s', ['a', 'b', 'e', 'right', 'wrong'])",
          `worker_heartbeat('w', 'RUN', 300, {${like("age_seconds")}: 7}, null)`,
          "get_worker_info('w')",
          "worker_unregister('w')",
        ],
        "{'name': 's', 'then': 's'}",
      );
    }),
  ),
];
