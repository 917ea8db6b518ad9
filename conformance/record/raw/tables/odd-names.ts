// Names and keys that are similar or that code may confuse: spaces, upper and lower case, punctuation, NUL, accents,
// invalid UTF-8. Each is distinct in every call, and has its own position in the order of names.
import type { RawCase } from "../definition.ts";
import { type Row, specRow, table, together } from "./table.ts";

const NAMES = [
  "' '",
  "'  '",
  "' A '",
  "'!'",
  "'%s'",
  "'.'",
  "'0'",
  "'00'",
  "'10'",
  "'9'",
  "'A'",
  "'A '",
  "'A b'",
  "'B'",
  "'Z'",
  "'_'",
  "'a'",
  "'a '",
  "'a-b'",
  "'a.b'",
  "'aB'",
  "'a_b'",
  "'b'",
  "'constructor'",
  "'__proto__'",
  "'null'",
  "'true'",
  "'z'",
  "'~'",
  "h'00'",
  "h'0a'",
  "h'6100'",
  "h'610a'",
  "h'7f'",
  "h'80'",
  "h'c3a9'",
  "h'65cc81'",
  "h'efbbbf61'",
  "h'ff'",
  "h'c39f'",
  "h'c4b0'",
  "h'c4b1'",
  "h'f09f9880'",
  "h'eda080'",
];
const LIST = `[${NAMES.join(", ")}]`;
const UNITS = `[${NAMES.map((name, i) => `[${name}, {'n': ${i}}]`).join(", ")}]`;

/** The reply of a call with each name while objects with all names exist. */
function each(name: string, calls: (name: string) => readonly string[]): Row {
  return {
    name,
    lines: together(
      "set_work_spec({'name': 's'})",
      `add_work_units('s', ${UNITS})`,
      ...NAMES.flatMap(calls),
      "del_work_spec('s')",
    ),
  };
}

export const oddNames: readonly RawCase[] = [
  table(
    "tables/odd-keys-of-units",
    "keys of units with blanks, signs, letters of both cases and bytes that are no text: each is one of its own, in its place",
    ["VAL-45", "VAL-47", "VAL-52", "UNIT-47", "UNIT-62", "WORK-89", "UNIT-98"],
    [
      each("behind each", (key) => [`get_work_units('s', {'start': ${key}, 'limit': 3})`]),
      each("of each", (key) => [
        `get_work_units('s', {'work_unit_keys': [${key}]})`,
        `update_work_unit('s', ${key}, {'data': {'new': 1}})`,
        `update_work_unit('s', ${key}, {'status': 3})`,
      ]),
      ...["1", "3", "4", "5"].map((status) =>
        specRow(`all with status ${status}`, [
          `add_work_units('s', ${UNITS})`,
          ...NAMES.map((key) => `update_work_unit('s', ${key}, {'status': ${status}})`),
          "get_work_units('s', {})",
          `get_work_units('s', {'state': ${status}})`,
          `get_work_units('s', {'state': [${status}], 'start': 'a', 'limit': 5})`,
          `get_work_units('s', {'work_unit_keys': ${LIST}})`,
          `get_work_unit_status('s', ${LIST})`,
          "get_work('w', {'max_jobs': 100})",
          `del_work_units('s', {'work_unit_keys': ${LIST}, 'state': ${status}})`,
          "count_work_units('s')",
        ]),
      ),
      // A few of many keys, which a daemon may look up by other code.
      specRow("few among many", [
        `add_work_units('s', ${UNITS})`,
        "add_work_units('s', [«1..200: 'm%d'»])",
        ...["'Z'", "'a'", "'B'", "h'c3a9'", "'_'", "h'ff'"].map(
          (key) => `update_work_unit('s', ${key}, {'status': 3})`,
        ),
        "get_work_units('s', {'state': 3})",
        "del_work_units('s', {'state': 1})",
        "get_work_units('s', {})",
        "get_work_units('s', {'state': [1, 3, 4]})",
      ]),
      ...NAMES.map((key) =>
        specRow(`${key} not there`, [
          `add_work_units('s', [${NAMES.filter((other) => other !== key).join(", ")}])`,
          `get_work_unit_status('s', [${key}])`,
          `update_work_unit('s', ${key}, {'status': 4})`,
          `del_work_units('s', {'work_unit_keys': [${key}]})`,
          `get_work_units('s', {'start': ${key}, 'limit': 1})`,
          "count_work_units('s')",
        ]),
      ),
    ],
  ),
  table(
    "tables/odd-names",
    "names of work specs, workers and lockers with blanks, signs, letters of both cases and bytes that are no text",
    ["VAL-48", "VAL-49", "VAL-50", "VAL-51", "VAL-52", "SPEC-38", "SPEC-40", "ERR-5", "ERR-28"],
    [
      {
        name: "work specs",
        lines: together(
          ...NAMES.flatMap((name) => [
            `set_work_spec({'name': ${name}, 'then': ${name}})`,
            `add_work_units(${name}, ['u'])`,
          ]),
          "list_work_specs({})",
          ...NAMES.flatMap((name) => [
            `list_work_specs({'start': ${name}, 'limit': 1})`,
            `get_work('w', {'work_spec_names': [${name}]})`,
            `update_work_unit(${name}, 'u', {'status': 4, 'data': {'output': ['next']}})`,
            `get_work('w', {'work_spec_names': [${name}]})`,
          ]),
          ...NAMES.flatMap((name) => [
            `del_work_spec(${name})`,
            `count_work_units(${name})`,
            `list_work_specs({'start': ${name}, 'limit': 1})`,
          ]),
          "clear()",
        ),
      },
      {
        name: "workers, their modes and parents",
        lines: together(
          ...NAMES.map((name) => `worker_heartbeat(${name}, ${name}, 300, {${name}: ${name}}, ${name})`),
          "list_worker_modes()",
          "mode_counts()",
          "worker_stats()",
          "set_work_spec({'name': 's'})",
          `add_work_units('s', ${UNITS})`,
          ...NAMES.flatMap((name) => [
            `get_work(${name}, {})`,
            `get_child_work_units(${name})`,
            `worker_unregister(${name})`,
            `worker_unregister(${name})`,
          ]),
          `get_work_unit_status('s', ${LIST})`,
          "clear()",
        ),
      },
      {
        name: "lockers and labels",
        lines: together(
          ...NAMES.map((name) => `lock(${name}, 60, [['n', ${name}]])`),
          `readlock([${NAMES.map((name) => `['n', ${name}]`).join(", ")}])`,
          ...NAMES.flatMap((name, i) => [
            `renew('other', 60, [['n', ${name}]])`,
            `unlock(${name}, [['n', ${name}], ['n', ${NAMES[(i + 1) % NAMES.length]}]])`,
            `unlock(${name}, [['n', ${name}]])`,
          ]),
          "delete_namespace('n')",
        ),
      },
    ],
  ),
];
