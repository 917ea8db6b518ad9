// Parameters by name, for every method: each subset of them, in two orders, in other spellings and with an unknown one;
// and every number of positional parameters.
import { METHOD_NAMES, METHODS, type Method, type MethodName } from "../../../protocol/methods.ts";
import type { RawCase } from "../definition.ts";
import { type Row, table, together } from "./table.ts";

/** A value for each parameter that methods accept, if there is one that fits all methods. */
const VALUES: Readonly<Record<string, string>> = {
  work_spec_name: "'s'",
  work_unit_key: "'u'",
  work_unit_keys: "['u', 'v']",
  work_unit_key_vals: "['u', ['v', {'n': 1}]]",
  work_spec: "{'name': 's', 'weight': 7}",
  worker_id: "'w'",
  mode: "'RUN'",
  expire_seconds: "300",
  data: "{'k': 'v'}",
  parent: "'p'",
  locker_id: "'me'",
  timeout: "60",
  keys: "[['n', 'a']]",
  namespace: "'n'",
};
const OPTIONS: Partial<Record<MethodName, string>> = {
  control_work_spec: "{'weight': 3}",
  del_work_units: "{'work_unit_keys': ['v']}",
  get_work: "{'max_jobs': 2}",
  get_work_units: "{'limit': 1}",
  list_work_specs: "{'limit': 1}",
  prioritize_work_units: "{'work_unit_keys': ['v'], 'priority': 1}",
  update_work_unit: "{'data': {'n': 2}}",
};
/** Methods whose replies differ from run to run. */
const OTHERS: readonly MethodName[] = ["now", "get_config"];

const BEFORE = ["set_work_spec({'name': 's'})", "add_work_units('s', [['u', {'n': 0}], 'v'])"];
const AFTER = ["clear()", "delete_namespace('n')", "worker_unregister('w')"];

function named(method: MethodName, params: readonly (readonly [string, string])[]): string {
  const entries = params.map(([name, value]) => `${name}: ${value}`).join(", ");
  return `24(<<{'params': {${entries}}, 'id': 7, 'method': '${method}'}>>)`;
}

function rowOf(name: MethodName): Row {
  const { params }: Method = METHODS[name];
  const pairs = params.map(([param]) => [`'${param}'`, VALUES[param] ?? OPTIONS[name] ?? "{}"] as const);
  const sets = Array.from({ length: 2 ** pairs.length }, (_, bits) => pairs.filter((_, i) => (bits & (1 << i)) !== 0));
  const asText = pairs.map(([key, value]) => [key.replaceAll("'", '"'), value] as const);
  const whole = [
    pairs,
    pairs.toReversed(),
    asText,
    ...pairs.map((_, i) => pairs.map(([key, value], j) => [i === j ? key.toUpperCase() : key, value] as const)),
    ...pairs.map((_, i) => pairs.map(([key, value], j) => [i === j ? `${key.slice(0, -1)} '` : key, value] as const)),
    [...pairs, ["'nosuch'", "1"] as const],
    [...pairs, ["null", "1"] as const],
    [...pairs, ["5", "1"] as const],
    [...pairs, ["''", "1"] as const],
  ];
  const lists = Array.from(
    { length: pairs.length + 2 },
    (_, count) => `${name}(${[...pairs.map(([, value]) => value), "null", "null"].slice(0, count).join(", ")})`,
  );
  return {
    name,
    lines: [
      ...together(...BEFORE),
      ...[...sets.slice(0, -1), ...whole].flatMap((each) => [named(name, each), "= ?"]),
      ...together("get_work_units('s', {})", ...lists, "get_work_units('s', {})", ...AFTER),
    ],
  };
}

export const byName: readonly RawCase[] = [
  table(
    "tables/parameters-by-name",
    "each set of the parameters of each method by name, in other letters and orders, and every number of them in an array",
    ["MSG-19", "MSG-20", "MSG-21", "MSG-22", "MSG-23", "PARAM-1", "PARAM-2"],
    METHOD_NAMES.filter((name) => !OTHERS.includes(name)).map(rowOf),
  ),
  table(
    "tables/unknown-parameters-of-any-value",
    "a parameter by a name that the method does not have, whatever its value is and wherever it stands",
    ["MSG-22"],
    ["null", "[]", "{}", "0", "false", "''"].map((value) => ({
      name: value,
      lines: [
        named("set_work_spec", [["'work_spec'", "{'name': 's'}"]]),
        named("clear", [["'x'", value]]),
        named("get_work_spec", [
          ["'work_spec_name'", "'s'"],
          ["'x'", value],
        ]),
        named("get_work_spec", [
          ["'x'", value],
          ["'work_spec_name'", "'s'"],
        ]),
        named("list_work_specs", [
          ["'x'", value],
          ["'y'", value],
          ["'options'", "{}"],
        ]),
        named("list_worker_modes", [['"x"', value]]),
      ].flatMap((call) => [call, "= ?"]),
    })),
  ),
];
