// Every option that takes a list, with every kind of value: absent, null, empty, one item, duplicates, unknown items, and
// other types; and every flag.
import type { RawCase } from "../definition.ts";
import { specRow, table, together } from "./table.ts";

const KEYS = [
  "null",
  "undefined",
  "[]",
  "[_ ]",
  "['b']",
  '["b"]',
  "['b', 'b']",
  "['c', 'a']",
  "['c', 'nosuch', 'a']",
  "['nosuch']",
  "['']",
  "[null]",
  "[null, 'a']",
  "[_ 'a', 'b']",
  "[(_ 'a', '')]",
  "128([])",
  "128(['b'])",
  "''",
  "'b'",
  '"b"',
  '""',
  "5",
  "true",
  "1.5_3",
  "{}",
  "{'b': 1}",
  "['b', 5]",
  "['b', true, 1.5_3, -1]",
  "['b', ['b']]",
  "['b', 128(['b'])]",
  "['b', {}]",
  "['b', 5000('b')]",
  "37(h'000102030405060708090a0b0c0d0e0f')",
  "5000(['b'])",
];

/** Units in every state: a and b available, c delayed, d pending, e finished, f failed. */
const six = [
  "add_work_units('s', ['d', 'e', 'f'])",
  "get_work('w', {'max_jobs': 3, 'lease_time': 500})",
  "update_work_unit('s', 'e', {'status': 4, 'data': {'e': 1}})",
  "update_work_unit('s', 'f', {'status': 5, 'data': {'traceback': 'tb'}})",
  "add_work_units('s', ['', 'a', 'b', ['c', {}, {'delay': 600}]])",
];

const STATES = [
  ...[
    "null",
    "[]",
    "128([])",
    "1",
    "3",
    "4",
    "5",
    "2",
    "0",
    "6",
    "[1]",
    "[3]",
    "[4]",
    "[5]",
    "[1, 3]",
    "[3, 1]",
    "128([1, 3])",
  ],
  ...[
    "[4, 4]",
    "[1, 3, 4, 5]",
    "[5, 4, 3, 1]",
    "[2]",
    "[2, 4]",
    "[0]",
    "[0, 1]",
    "[null]",
    "[null, 4]",
    "[1.0_3]",
    "[4.9_3]",
  ],
  ...[
    "[1, 6]",
    "['4']",
    "[true]",
    "[[4]]",
    "'x04'",
    "h'04'",
    "h'0104'",
    "'4'",
    "''",
    "[_ 4]",
    "[4_3]",
    "-4",
    "4.0_3",
    "[-4]",
  ],
];

export const lists: readonly RawCase[] = [
  table(
    "tables/keys-of-get-work-units",
    "get_work_units with every list of keys",
    ["UNIT-66", "PARAM-19"],
    KEYS.map((keys) =>
      specRow(keys, [
        ...six,
        `get_work_units('s', {'work_unit_keys': ${keys}})`,
        `get_work_units('s', {'work_unit_keys': ${keys}, 'state': 1})`,
        `get_work_units('s', {'work_unit_keys': ${keys}, 'limit': 1, 'start': 'a'})`,
      ]),
    ),
  ),
  table(
    "tables/keys-of-status",
    "get_work_unit_status with every list of keys",
    ["UNIT-68", "UNIT-69"],
    [...KEYS, "['f', 'e', 'd', 'c', 'b', 'a', '', 'd']"].map((keys) =>
      specRow(keys, [...six, `get_work_unit_status('s', ${keys})`]),
    ),
  ),
  table(
    "tables/keys-of-deletion",
    "del_work_units with every list of keys, with and without a state",
    ["UNIT-98", "UNIT-101"],
    [...KEYS, "['a', 'd', 'e', 'f']", "['a', 'a', 'd', 'd']"].flatMap((keys) =>
      ["", ", 'state': 1", ", 'state': 3", ", 'all': false"]
        .slice(0, keys.startsWith("['") ? 4 : 2)
        .map((more) =>
          specRow(`${keys}${more}`, [
            ...six,
            `del_work_units('s', {'work_unit_keys': ${keys}${more}})`,
            "get_work_units('s', {})",
            "count_work_units('s')",
          ]),
        ),
    ),
  ),
  table(
    "tables/keys-of-prioritize",
    "prioritize_work_units with every list of keys",
    ["UNIT-88", "UNIT-91"],
    KEYS.map((keys) =>
      specRow(keys, [
        "add_work_units('s', ['', 'a', 'b', 'c'])",
        `prioritize_work_units('s', {'work_unit_keys': ${keys}, 'adjustment': 1})`,
        "get_work('w', {'max_jobs': 9})",
      ]),
    ),
  ),
  table(
    "tables/names-of-get-work",
    "get_work with every list of work spec names",
    ["WORK-11", "WORK-12"],
    [...KEYS, "['s']", '["s"]', "['s', 's']", "['nosuch', 's']", "['S']", "['s ']"].map((names) =>
      specRow(names, [
        "add_work_units('s', ['u'])",
        `get_work('w', {'work_spec_names': ${names}})`,
        `get_work('w', {'max_jobs': 2, 'work_spec_names': ${names}})`,
      ]),
    ),
  ),
  table(
    "tables/states-of-get-work-units",
    "get_work_units with every state and list of states, alone, with limit and start, and with keys",
    ["UNIT-52", "UNIT-53", "UNIT-54", "UNIT-55", "UNIT-56", "UNIT-57", "UNIT-58", "UNIT-59", "UNIT-60", "UNIT-61"],
    STATES.map((state) =>
      specRow(`state: ${state}`, [
        ...six,
        `get_work_units('s', {'state': ${state}})`,
        `get_work_units('s', {'state': ${state}, 'limit': 2})`,
        `get_work_units('s', {'state': ${state}, 'limit': 1, 'start': 'a'})`,
        `get_work_units('s', {'state': ${state}, 'work_unit_keys': ['a', 'e', 'f']})`,
      ]),
    ),
  ),
  table(
    "tables/starts",
    "get_work_units and list_work_specs from every start, with limits",
    ["UNIT-62", "UNIT-67", "SPEC-40"],
    [
      "null",
      "''",
      '""',
      "'a'",
      '"b"',
      "'bb'",
      "'z'",
      "h'00'",
      "h'ff'",
      "'B'",
      "5",
      "true",
      "[]",
      "['a']",
      "{}",
      "(_ 'a', 'b')",
    ].map((start) =>
      specRow(`start: ${start}`, [
        "add_work_units('s', ['', 'a', 'aa', 'b', 'bb', 'c', h'00', h'ff'])",
        `get_work_units('s', {'start': ${start}})`,
        `get_work_units('s', {'start': ${start}, 'limit': 2})`,
        `get_work_units('s', {'start': ${start}, 'limit': 1, 'state': [1]})`,
        `list_work_specs({'start': ${start}})`,
        `list_work_specs({'start': ${start}, 'limit': 1})`,
      ]),
    ),
  ),
  table(
    "tables/flags",
    "the boolean options, in everything that is true or false elsewhere",
    ["OPT-9", "OPT-2"],
    ["null", "undefined", "true", "false", "0", "1", "'true'", '"false"', "1.0_3", "[]", "{}", "simple(99)"].flatMap(
      (flag) => [
        specRow(`all: ${flag}`, [
          "add_work_units('s', ['a', 'b'])",
          `del_work_units('s', {'all': ${flag}})`,
          "count_work_units('s')",
          `del_work_units('s', {'all': ${flag}, 'state': 4})`,
          "count_work_units('s')",
          "add_work_units('s', ['a', 'b'])",
          `del_work_units('s', {'all': ${flag}, 'work_unit_keys': ['a']})`,
          "get_work_units('s', {})",
        ]),
        {
          name: `disabled, continuous: ${flag}`,
          lines: together(
            `set_work_spec({'name': 's', 'disabled': ${flag}, 'continuous': ${flag}, 'interval': 60})`,
            "get_work_spec_meta('s')",
            `control_work_spec('s', {'continuous': ${flag}})`,
            "get_work_spec_meta('s')",
            `set_work_spec({'name': 's', 'continuous': true, 'disabled': true})`,
            `control_work_spec('s', {'continuous': ${flag}})`,
            "get_work_spec_meta('s')",
            "del_work_spec('s')",
          ),
        },
      ],
    ),
  ),
];
