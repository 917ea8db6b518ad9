// Every option and key that takes a number, with numbers that a daemon may store incorrectly, and with other types.
import type { RawCase } from "../definition.ts";
import { type Row, seen, specRow, table, together } from "./table.ts";

/** Limits of integer widths, floats and conversions between them. */
const NUMBERS = [
  ...[
    "null",
    "undefined",
    "-1",
    "0",
    "-0.0_3",
    "0.5_3",
    "-0.5_3",
    "0.999_3",
    "1",
    "1.0_1",
    "1.9_3",
    "-1.9_3",
    "2",
    "2.5_3",
  ],
  ...["255", "256", "65535", "65536", "2147483647", "2147483648", "4294967295", "4294967296", "-2147483649"],
  ...["9007199254740993", "9223372036854775807", "9223372036854775808", "18446744073709551615", "-9223372036854775808"],
  ...[
    "-9223372036854775809",
    "2(h'010000000000000000')",
    "3(h'010000000000000000')",
    "NaN_3",
    "Infinity_3",
    "-Infinity_3",
  ],
  ...["1e300_3", "-1e300_3", "5e-324_3", "1e10_3"],
];

/** A selection of them, for options whose effect is less visible. */
const FEW = [
  "null",
  "-1",
  "0",
  "0.5_3",
  "1",
  "1.9_3",
  "65536",
  "4294967297",
  "18446744073709551615",
  "NaN_3",
  "-Infinity_3",
  "1e300_3",
];

/** Values that are not numbers, of every type that a decoder distinguishes. */
const NO_NUMBERS = ["true", "'1'", '"1"', "[]", "{}", "128([1])", "37(h'000102030405060708090a0b0c0d0e0f')", "5000(1)"];

/** Without small time spans in seconds, which may pass between two calls on a busy machine. */
const unhurried = (values: readonly string[], least: number) =>
  values.filter((value) => {
    const seconds = Number(value.replace(/_\d$/, ""));
    return !(seconds >= least && seconds < 5);
  });

const rowsOf = (values: readonly string[], row: (value: string) => Row) => values.map(row);

/** Calls that show the effect of each number of a definition. */
const SPEC_KEYS = {
  weight: ["SPEC-14", "SPEC-16", "SPEC-22", "SPEC-23", "SPEC-24", "SPEC-33", "SPEC-70", "SPEC-75", "SPEC-77"],
  max_running: ["SPEC-14", "SPEC-15", "SPEC-26", "SPEC-28", "SPEC-29", "PARAM-8", "PARAM-11", "PARAM-12"],
  max_getwork: ["SPEC-14", "SPEC-15", "SPEC-26", "SPEC-27", "SPEC-29"],
  max_retries: ["SPEC-14", "SPEC-15", "SPEC-26", "SPEC-29"],
  nice: ["SPEC-14", "SPEC-16", "SPEC-24", "SPEC-25"],
  priority: ["SPEC-14", "SPEC-16", "SPEC-24", "SPEC-33"],
  interval: ["SPEC-14", "SPEC-15", "SPEC-24", "SPEC-71", "SPEC-76"],
  min_gb: ["SPEC-14", "SPEC-15", "SPEC-31"],
} satisfies Readonly<Record<string, readonly string[]>>;

const CONTROLS = {
  weight: ["OPT-8", "SPEC-60", "SPEC-62", "SPEC-63", "SPEC-70"],
  max_running: ["OPT-8", "SPEC-60", "SPEC-61"],
  interval: ["OPT-8", "SPEC-60", "SPEC-63", "SPEC-71"],
  status: ["OPT-8", "SPEC-55", "SPEC-57", "ERR-13"],
} satisfies Readonly<Record<string, readonly string[]>>;

/** Rows on a key of a definition, read back as given and as the daemon interprets it. */
function specKey(key: keyof typeof SPEC_KEYS, values: readonly string[] = NUMBERS): RawCase {
  return table(
    `tables/spec-${key.replaceAll("_", "-")}`,
    `${key} of a work spec, in every number and in what is none`,
    SPEC_KEYS[key],
    rowsOf([...values, ...NO_NUMBERS], (value) => ({
      name: `${key}: ${value}`,
      lines: together(
        `set_work_spec({'name': 's', '${key}': ${value}})`,
        "get_work_spec('s')",
        "get_work_spec_meta('s')",
        "add_work_units('s', ['a', 'b', 'c'])",
        "get_work('w', {'max_jobs': 2})",
        "get_work('w', {'max_jobs': 2})",
        "del_work_spec('s')",
      ),
    })),
  );
}

function control(key: keyof typeof CONTROLS, values: readonly string[] = NUMBERS): RawCase {
  return table(
    `tables/control-${key.replaceAll("_", "-")}`,
    `control_work_spec with ${key}, in every number and in what is none`,
    CONTROLS[key],
    rowsOf([...values, ...NO_NUMBERS], (value) =>
      specRow(
        `${key}: ${value}`,
        [
          "add_work_units('s', ['a', 'b', 'c'])",
          `control_work_spec('s', {'${key}': ${value}})`,
          "get_work_spec_meta('s')",
          "get_work_spec('s')",
          "get_work('w', {'max_jobs': 2})",
          "get_work('w', {'max_jobs': 2})",
        ],
        `{'name': 's', '${key}': 3}`.replace("'status': 3", "'desc': 3"),
      ),
    ),
  );
}

const five = "add_work_units('s', ['a', 'b', 'c', 'd', 'e'])";
const all = [...NUMBERS, ...NO_NUMBERS];

/** Floats with more digits than error messages print, up to the limits of exponents. */
const LONG_DECIMALS = [
  ...["-0.1234567890123456_3", "-123.4567890123456_3", "-0.0001234567890123456_3", "-0.00001234567890123456_3"],
  ...["-12345678901.23456_3", "-99999999999.49_3", "-99999999999.96_3", "-9999999999.996_3", "-123456789012.3456_3"],
  ...[
    "-0.00009999999999999_3",
    "-1e21_3",
    "-1e100_3",
    "123456.7890123456_3",
    "999999999999.9_3",
    "1234567890123456789",
  ],
];

export const numbers: readonly RawCase[] = [
  table(
    "tables/priorities-that-become-no-number",
    "infinities that are added up, and what stands in line beside them",
    ["UNIT-16", "UNIT-84", "UNIT-95", "WORK-88", "UNIT-111"],
    [
      ["Infinity_3", "-Infinity_3"],
      ["-Infinity_3", "Infinity_3"],
      ["Infinity_3", "Infinity_3"],
      ["1.7976931348623157e+308_3", "1.7976931348623157e+308_3"],
      ["9007199254740992", "1"],
    ].map(([first = "", then = ""]) =>
      specRow(`${first} and ${then} more`, [
        "add_work_units('s', [['a', {}, null, -1], ['b', {}, null, 1], ['d', {}], ['u', {}]])",
        `prioritize_work_units('s', {'work_unit_keys': ['u'], 'priority': ${first}})`,
        `prioritize_work_units('s', {'work_unit_keys': ['u', 'a'], 'adjustment': ${then}})`,
        ...Array.from({ length: 2 }, () => "get_work('w', {})"),
        "prioritize_work_units('s', {'work_unit_keys': ['u', 'b'], 'adjustment': 1})",
        "get_work('w', {'max_jobs': 9})",
      ]),
    ),
  ),
  ...(["weight", "max_running", "max_getwork", "max_retries"] as const).map((key) => specKey(key)),
  ...(["nice", "priority", "interval", "min_gb"] as const).map((key) =>
    specKey(key, [...FEW, "19", "20", "21", "-5", "2.5_3"]),
  ),
  ...(["weight", "max_running", "interval"] as const).map((key) => control(key)),
  control("status", [...FEW, "2", "2.0_1", "2.9_3", "3", "258", "4294967298", "-2"]),
  table(
    "tables/max-jobs",
    "get_work with max_jobs in every number and in what is none",
    ["WORK-3", "WORK-5"],
    all.map((value) =>
      specRow(`max_jobs: ${value}`, [five, `get_work('w', {'max_jobs': ${value}})`, "count_work_units('s')"]),
    ),
  ),
  table(
    "tables/lease-time",
    "get_work with lease_time in every number and in what is none",
    ["WORK-19", "WORK-20", "WORK-21", "WORK-22", "WORK-23"],
    [...all, "299", "301", "86399", "86400", "86400.5_3", "86401", "3600"].map((value) =>
      specRow(`lease_time: ${value}`, [
        "add_work_units('s', ['a'])",
        `get_work('w', {'lease_time': ${value}})`,
        "get_work_unit_status('s', ['a'])",
      ]),
    ),
  ),
  table(
    "tables/update-lease-time",
    "a renewal with lease_time in every number and in what is none, of a lease that was given and of one that is forced",
    ["WORK-43", "WORK-44", "WORK-45", "WORK-46", "WORK-104", "WORK-105"],
    [...all, "299", "301", "86400", "86401", "9223372036", "9223372037"].map((value) =>
      specRow(`lease_time: ${value}`, [
        "add_work_units('s', ['a', 'b'])",
        "get_work('w', {'lease_time': 1})",
        `update_work_unit('s', 'a', {'lease_time': ${value}})`,
        `update_work_unit('s', 'b', {'status': 3, 'lease_time': ${value}})`,
        "get_work_unit_status('s', ['a', 'b'])",
      ]),
    ),
  ),
  table(
    "tables/update-status",
    "update_work_unit with status in every number and in what is none",
    ["WORK-37", "WORK-39"],
    [...all, "3", "4", "4.0_3", "4.9_3", "5", "6", "259", "260", "4294967299", "4294967300"].map((value) =>
      specRow(`status: ${value}`, [
        "add_work_units('s', ['a', 'b'])",
        "get_work('w', {})",
        `update_work_unit('s', 'a', {'status': ${value}})`,
        `update_work_unit('s', 'b', {'status': ${value}, 'worker_id': 'x'})`,
        ...seen("['a', 'b']"),
      ]),
    ),
  ),
  table(
    "tables/limit-of-units",
    "get_work_units with limit in every number and in what is none",
    ["UNIT-63", "UNIT-64"],
    all.map((value) =>
      specRow(`limit: ${value}`, [
        five,
        `get_work_units('s', {'limit': ${value}})`,
        `get_work_units('s', {'limit': ${value}, 'start': 'b'})`,
      ]),
    ),
  ),
  table(
    "tables/limit-of-specs",
    "list_work_specs with limit in every number and in what is none",
    ["SPEC-39", "SPEC-42"],
    [
      {
        name: "four work specs",
        lines: together(...["a", "b", "c", "d"].map((name) => `set_work_spec({'name': '${name}'})`)),
      },
      ...all.map((value) => ({
        name: `limit: ${value}`,
        lines: together(`list_work_specs({'limit': ${value}})`, `list_work_specs({'limit': ${value}, 'start': 'b'})`),
      })),
    ],
  ),
  ...["priority", "adjustment"].map((option) =>
    table(
      `tables/prioritize-${option}`,
      `prioritize_work_units with ${option} in every number and in what is none`,
      ["UNIT-83", "UNIT-84"],
      all.map((value) =>
        specRow(`${option}: ${value}`, [
          "add_work_units('s', [['a', {}, {'priority': 2}], ['b', {}, {'priority': 1}], ['c', {}], ['d', {}, {'priority': -1}]])",
          `prioritize_work_units('s', {'work_unit_keys': ['c'], '${option}': ${value}})`,
          "get_work('w', {'max_jobs': 9})",
        ]),
      ),
    ),
  ),
  table(
    "tables/unit-priority",
    "the priority of a unit, in its metadata and as its fourth element",
    ["UNIT-13", "UNIT-14", "UNIT-16", "UNIT-30", "UNIT-35", "UNIT-114"],
    all.map((value) =>
      specRow(`priority: ${value}`, [
        "add_work_units('s', [['a', {}, {'priority': 2}], ['b', {}, {'priority': 1}], ['c', {}], ['d', {}, {'priority': -1}]])",
        `add_work_units('s', [['m', {}, {'priority': ${value}}]])`,
        `add_work_units('s', [['p', {}, {'priority': 7}, ${value}]])`,
        "get_work('w', {'max_jobs': 9})",
      ]),
    ),
  ),
  table(
    "tables/unit-delay",
    "the delay of a unit in every number and in what is none",
    ["UNIT-19", "UNIT-22", "UNIT-23", "UNIT-24", "UNIT-113"],
    unhurried(all, 1).map((value) =>
      specRow(`delay: ${value}`, [`add_work_units('s', [['a', {}, {'delay': ${value}}]])`, ...seen("['a']")]),
    ),
  ),
  table(
    "tables/heartbeat-seconds",
    "worker_heartbeat with every number for its lifetime",
    ["WORKER-4", "WORKER-5", "WORKER-7", "WORKER-8", "WORKER-9", "WORKER-10"],
    [...unhurried(all, 0), "86399", "86400", "86400.0_3", "86400.5_3", "86401", "-300", "3600", ...LONG_DECIMALS]
      .map((value) => ({
        name: `expire_seconds: ${value}`,
        lines: together(
          `worker_heartbeat('w', 'RUN', ${value}, {'k': 1}, null)`,
          "list_worker_modes()",
          "worker_unregister('w')",
          "list_worker_modes()",
        ),
      }))
      .concat({
        name: "expire_seconds: -0.0_3, which is not below 0; how soon such a worker is gone is a matter of the clock",
        lines: together(
          "worker_heartbeat('w', 'RUN', -0.0_3, {'k': 1}, null)",
          "worker_heartbeat('w', 'RUN', 60, {'k': 1}, null)",
          "worker_unregister('w')",
        ),
      }),
  ),
  table(
    "tables/lock-timeout",
    "locks with every number for their timeout",
    ["LOCK-22", "LOCK-25"],
    [...unhurried(all, 1), "1000000", "1000001", "-1000000"].map((value) => ({
      name: `timeout: ${value}`,
      lines: together(
        `lock('me', ${value}, [['n', 'a']])`,
        "readlock([['n', 'a']])",
        `locksome('me', ${value}, [['n', 'b']])`,
        "lock('me', 60, [['n', 'c']])",
        `renew('me', ${value}, [['n', 'c']])`,
        "readlock([['n', 'a'], ['n', 'b'], ['n', 'c']])",
        "delete_namespace('n')",
      ),
    })),
  ),
  table(
    "tables/deletion-state",
    "del_work_units and get_work_units with state in every number and in what is none",
    ["UNIT-99", "UNIT-52", "UNIT-59", "UNIT-105", "UNIT-106", "UNIT-107"],
    [...all, "3", "4", "5", "6", "257", "4294967297"].map((value) =>
      specRow(`state: ${value}`, [
        "add_work_units('s', ['a', 'b', 'c', ['d', {}, {'delay': 600}], 'e'])",
        "get_work('w', {'max_jobs': 3})",
        "update_work_unit('s', 'a', {'status': 4})",
        "update_work_unit('s', 'b', {'status': 5})",
        `get_work_units('s', {'state': ${value}})`,
        `get_work_units('s', {'state': [${value}, 4]})`,
        `del_work_units('s', {'state': ${value}})`,
        "get_work_units('s', {})",
      ]),
    ),
  ),
];
