// Calls with two errors at once, which show the order of a daemon's checks: each pair, for every method with a spec name.
import type { RawCase } from "../definition.ts";
import { type Row, specRow, table } from "./table.ts";

/** The parts of a call; each can be replaced by an invalid value. */
type Parts = { readonly spec: string; readonly map: string; readonly key?: string; readonly more?: string };
type Wrong = { readonly name: string; readonly part: string; readonly value: string };

const wrong = (name: string, part: string, value: string): Wrong => ({ name, part, value });

const COUNT = wrong("one parameter more", "more", ", null");
const SPEC = [wrong("a name that is none", "spec", "5"), wrong("no such spec", "spec", "'nosuch'")];
/** Entries of an options map, so that several can be invalid together. */
const option = (name: string, value: string) => wrong(name, `option ${name}`, `, ${value}`);
const OPTIONS = [
  wrong("options that are none", "map", "5"),
  option("a key that is no string", "1: 2"),
  option("an empty key", "null: 2"),
];

const METHODS: readonly { readonly call: (parts: Parts) => string; readonly wrongs: readonly Wrong[] }[] = [
  {
    call: (of) => `update_work_unit(${of.spec}, ${of.key ?? "'u'"}, ${of.map}${of.more ?? ""})`,
    wrongs: [
      COUNT,
      ...SPEC,
      wrong("a key that is none", "key", "[]"),
      wrong("no such unit", "key", "'nosuch'"),
      ...OPTIONS,
      option("a status that is none", "'status': 'x'"),
      option("a status that there is not", "'Status': 9"),
      option("a lease_time that is none", "'lease_time': {}"),
      option("data that is none", "'data': 5"),
      option("data that nobody reads", "'Data': {'v': 0(1)}"),
      option("a worker that is none", "'worker_id': 1.5_3"),
    ],
  },
  {
    call: (of) => `control_work_spec(${of.spec}, ${of.map}${of.more ?? ""})`,
    wrongs: [
      COUNT,
      ...SPEC,
      ...OPTIONS,
      option("a status that is none", "'status': 'x'"),
      option("a weight that is none", "'weight': true"),
      option("continuous that it may not be", "'continuous': true"),
    ],
  },
  {
    call: (of) => `del_work_units(${of.spec}, ${of.map}${of.more ?? ""})`,
    wrongs: [
      COUNT,
      ...SPEC,
      ...OPTIONS,
      option("all that is none", "'all': 1"),
      option("a state that is none", "'state': 'x'"),
      option("a state that there is not", "'State': 9"),
      option("keys that are none", "'work_unit_keys': {}"),
    ],
  },
  {
    call: (of) => `get_work_units(${of.spec}, ${of.map}${of.more ?? ""})`,
    wrongs: [
      COUNT,
      ...SPEC,
      ...OPTIONS,
      option("a state that is none", "'state': 'x'"),
      option("a state that there is not", "'State': [9]"),
      option("a limit that is none", "'limit': true"),
      option("a start that is none", "'start': []"),
      option("keys that are none", "'work_unit_keys': [1, 2]"),
    ],
  },
  {
    call: (of) => `prioritize_work_units(${of.spec}, ${of.map}${of.more ?? ""})`,
    wrongs: [
      COUNT,
      ...SPEC,
      ...OPTIONS,
      option("keys that are none", "'work_unit_keys': {}"),
      option("a priority that is none", "'priority': 'x'"),
      option("an adjustment that is none", "'adjustment': []"),
    ],
  },
  {
    call: (of) => `add_work_units(${of.spec}, ${of.map}${of.more ?? ""})`,
    wrongs: [
      COUNT,
      ...SPEC,
      wrong("a list that is none", "map", "{}"),
      wrong("an item that is none", "map", "[5]"),
      wrong("data that is none", "map", "[['k', 5], 5]"),
      wrong("data that nobody reads", "map", "['k', ['k', {'v': 0(1)}]]"),
      wrong("a priority that is none", "map", "[['k', {}, {}, 'x']]"),
      wrong("a key and data that are none", "map", "[[[], 5, 5, 'x'], 6]"),
    ],
  },
  {
    call: (of) => `get_work_unit_status(${of.spec}, ${of.map}${of.more ?? ""})`,
    wrongs: [COUNT, ...SPEC, wrong("keys that are none", "map", "{}"), wrong("a key that is none", "map", "['u', 5]")],
  },
];

/** A call with these errors; those in options are combined in one map. */
function partsOf(wrongs: readonly Wrong[]): Parts {
  const options = wrongs.filter(({ part }) => part.startsWith("option ")).map(({ value }) => value);
  const parts = Object.fromEntries(wrongs.map(({ part, value }) => [part, value]));
  return { spec: "'s'", map: `{'other': 1${options.join("")}}`, ...parts };
}

const rows: readonly Row[] = METHODS.flatMap(({ call, wrongs }) =>
  wrongs.map((first, i) =>
    specRow(`${call({ spec: "", map: "" }).replace(/\(.*/, "")}: ${first.name}, and each other thing`, [
      "add_work_units('s', [['u', {'n': 1}], 'v'])",
      call(partsOf([first])),
      ...wrongs
        .slice(i + 1)
        .filter(({ part }) => part !== first.part)
        .map((second) => call(partsOf([first, second]))),
      "get_work_units('s', {})",
      "get_work_spec_meta('s')",
      "get_work_unit_status('s', ['u', 'v'])",
    ]),
  ),
);

export const checks: readonly RawCase[] = [
  table(
    "tables/two-things-wrong",
    "calls with two things wrong: which of them is told, and that nothing is done",
    ["PARAM-2", "PARAM-3", "PARAM-39", "OPT-8", "OPT-11", "ERR-6", "ERR-7", "ERR-8", "WORK-33", "UNIT-112"],
    rows,
  ),
  table(
    "tables/no-list-and-no-spec",
    "what is no list in place of units, keys and paths, with a spec that is there and one that is not",
    ["PARAM-39", "PARAM-2"],
    ["'abc'", '"abc"', "''", '""', "5", "true", "{}", "{'a': 1}", "128(['a'])"].map((value) =>
      specRow(value, [
        ...["'s'", "'nosuch'"].flatMap((spec) => [
          `add_work_units(${spec}, ${value})`,
          `get_work_unit_status(${spec}, ${value})`,
          `del_work_units(${spec}, {'work_unit_keys': ${value}})`,
        ]),
        "count_work_units('s')",
      ]),
    ),
  ),
];
