// Interactions of options of one call: each pair of values of two different options.
import type { RawCase } from "../definition.ts";
import { seen, specRow, table, together } from "./table.ts";

/** Every pair of entries with different keys, in notation without the braces of a map. */
function pairsOf(options: Readonly<Record<string, readonly string[]>>): string[] {
  const entries = Object.entries(options).map(([name, values]) => values.map((value) => `'${name}': ${value}`));
  return entries.flatMap((first, i) =>
    entries.slice(i + 1).flatMap((second) => first.flatMap((a) => second.map((b) => `${a}, ${b}`))),
  );
}

/** Calls that create units in every state, with two priorities. */
const six = [
  "add_work_units('s', ['d', 'e', 'f'])",
  "get_work('w', {'max_jobs': 3, 'lease_time': 500})",
  "update_work_unit('s', 'e', {'status': 4, 'data': {'e': 1}})",
  "update_work_unit('s', 'f', {'status': 5, 'data': {'traceback': 'tb'}})",
  "add_work_units('s', ['a', ['b', {}, {'priority': 1}], ['c', {}, {'delay': 600}], 'g'])",
];

export const pairs: readonly RawCase[] = [
  table(
    "tables/pairs-of-get-work-units",
    "each pair of options of get_work_units",
    ["UNIT-63", "UNIT-66"],
    pairsOf({
      work_unit_keys: ["[]", "['g', 'a', 'd']", "null"],
      state: ["1", "[3, 4]", "5", "[]"],
      start: ["''", "'b'", "'e'"],
      limit: ["1", "2", "0", "1000"],
    }).map((options) => specRow(options, [...six, `get_work_units('s', {${options}})`])),
  ),
  table(
    "tables/limits-before-and-behind",
    "limit, start and state together: the limit counts what the others leave",
    ["UNIT-63", "UNIT-62"],
    ["1", "3", "[1, 3]", "[4, 5]", "[1, 3, 4, 5]"].flatMap((state) =>
      ["''", "'a'", "'c'", "'e'"].flatMap((start) =>
        ["1", "2", "3"].map((limit) =>
          specRow(`state: ${state}, start: ${start}, limit: ${limit}`, [
            ...six,
            `get_work_units('s', {'state': ${state}, 'start': ${start}, 'limit': ${limit}})`,
          ]),
        ),
      ),
    ),
  ),
  table(
    "tables/pairs-of-deletion",
    "each pair of options of del_work_units",
    ["UNIT-97", "UNIT-100"],
    pairsOf({
      all: ["true", "false", "null"],
      work_unit_keys: ["[]", "['g', 'a', 'd', 'e']", "null"],
      state: ["1", "3", "4", "5", "0", "2", "9", "null"],
    }).map((options) =>
      specRow(options, [
        ...six,
        `del_work_units('s', {${options}})`,
        "get_work_units('s', {})",
        "count_work_units('s')",
      ]),
    ),
  ),
  table(
    "tables/pairs-of-prioritize",
    "each pair of options of prioritize_work_units",
    ["UNIT-85"],
    pairsOf({
      work_unit_keys: ["['a']", "['g', 'c', 'b']"],
      priority: ["0", "1", "-1", "null", "NaN_3", "0.5_3"],
      adjustment: ["0", "1", "-1", "null", "NaN_3", "0.5_3"],
    }).map((options) =>
      specRow(options, [
        ...six,
        `prioritize_work_units('s', {'work_unit_keys': ['a', 'g'], ${options}})`,
        `prioritize_work_units('s', {'work_unit_keys': ['a'], 'adjustment': 0.25_3})`,
        "get_work('w', {'max_jobs': 9})",
      ]),
    ),
  ),
  table(
    "tables/pairs-of-get-work",
    "each pair of options of get_work",
    ["WORK-6", "WORK-14"],
    pairsOf({
      max_jobs: ["0", "1", "2", "1000"],
      lease_time: ["40", "0", "90000", "null"],
      work_spec_names: ["['s']", "['nosuch']", "[]"],
      available_gb: ["0", "1", "-1", "NaN_3"],
    }).map((options) =>
      specRow(options, [...six, `get_work('v', {${options}})`, "get_work_unit_status('s', ['a', 'b', 'c', 'd', 'g'])"]),
    ),
  ),
  table(
    "tables/pairs-of-update",
    "each pair of options of update_work_unit, on a pending unit and on an available one",
    ["WORK-42", "WORK-62"],
    pairsOf({
      status: ["0", "1", "3", "4", "5"],
      lease_time: ["60", "0", "90000", "null"],
      data: ["{'n': 1}", "{}", "null"],
      worker_id: ["'v'", "''", "null"],
    }).flatMap((options) => [
      specRow(options, [
        "add_work_units('s', [['p', {'d': 1}], ['q', {'d': 2}]])",
        "get_work('w', {'lease_time': 500})",
        `update_work_unit('s', 'p', {${options}})`,
        `update_work_unit('s', 'q', {${options}})`,
        "get_work_unit_status('s', ['p', 'q'])",
        "get_work_units('s', {})",
        "update_work_unit('s', 'p', {'status': 1})",
        "update_work_unit('s', 'q', {'status': 1})",
        "get_work('x', {'max_jobs': 9})",
      ]),
    ]),
  ),
  table(
    "tables/pairs-of-control",
    "each pair of options of control_work_spec: all of them are done, or none",
    ["SPEC-60", "SPEC-65"],
    ["'continuous': true", "'continuous': false"]
      .flatMap((declared) =>
        pairsOf({
          continuous: ["true", "false", "'x'"],
          status: ["1", "2", "'x'"],
          weight: ["7", "0", "'x'"],
          interval: ["60", "-1", "'x'"],
          max_running: ["2", "0", "'x'"],
        }).map((options) => ({ declared, options })),
      )
      .map(({ declared, options }) => ({
        name: `${declared}; ${options}`,
        lines: together(
          `set_work_spec({'name': 's', ${declared}, 'disabled': true, 'weight': 5, 'interval': 30, 'max_running': 3})`,
          `control_work_spec('s', {${options}})`,
          "get_work_spec_meta('s')",
          "del_work_spec('s')",
        ),
      })),
  ),
  table(
    "tables/pairs-of-definitions",
    "each pair of the keys of a work spec that settle who gets how much",
    ["SPEC-24", "WORK-91"],
    pairsOf({
      weight: ["0", "-3", "7"],
      nice: ["5", "20", "-5"],
      max_running: ["1", "2"],
      max_getwork: ["1", "2", "-1"],
      max_retries: ["1", "2"],
      disabled: ["true"],
      runtime: ["'go'"],
    }).map((options) => ({
      name: options,
      lines: together(
        `set_work_spec({'name': 's', ${options}})`,
        "get_work_spec_meta('s')",
        "add_work_units('s', ['a', 'b', 'c', 'd'])",
        "get_work('w', {'max_jobs': 3})",
        "get_work('w', {'max_jobs': 3})",
        "update_work_unit('s', 'a', {'status': 1})",
        "get_work('w', {'max_jobs': 3})",
        "get_work_unit_status('s', ['a'])",
        "del_work_spec('s')",
      ),
    })),
  ),
  table(
    "tables/pairs-of-metadata",
    "priority and delay of a unit together, in its metadata and beside it",
    ["UNIT-18", "OPT-7", "OPT-2", "UNIT-13", "UNIT-20"],
    pairsOf({
      priority: ["null", "3", "-1", "NaN_3"],
      delay: ["null", "0", "600", "-5", "0.9_3"],
      Priority: ["5"],
      Delay: ["700"],
      other: ["1"],
    }).flatMap((meta) =>
      ["", ", null", ", 2.5_3"].map((fourth) =>
        specRow(`${meta}${fourth}`, [
          "add_work_units('s', [['a', {}, {'priority': 4}], ['b', {}, {'priority': 1}]])",
          `add_work_units('s', [['u', {}, {${meta}}${fourth}]])`,
          ...seen("['u']"),
        ]),
      ),
    ),
  ),
];
