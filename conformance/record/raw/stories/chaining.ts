// Chaining: the forms of `output`, existing units with the keys of its units, and when finishing a unit chains.
import type { RawCase } from "../definition.ts";
import { specRow, table, together } from "../tables/table.ts";
import { story } from "./story.ts";

const OUTPUTS = [
  ...["null", "true", "5", "1.5_3", "''", "'ab'", '"ab"', "{}", "[]", "128([])", "[_ ]", "{_ }"],
  ...[
    "['x']",
    '["x"]',
    "128(['x'])",
    "[_ 'x']",
    "['x', 'x']",
    "['x', ['x', {'n': 2}]]",
    "[['x', {'n': 1}]]",
    "[128(['x', {'n': 1}])]",
  ],
  ...[
    "[['x', {'n': 1}, {}]]",
    "[['x', {}, {'priority': 3}]]",
    "[['x', {}, {'delay': 600}]]",
    "[['x', {}, {'DELAY': 600, 'Priority': 2}]]",
  ],
  ...[
    "[['x', {}, {}, 4]]",
    "[['x', {}, {}, 4.5_3]]",
    "[['x', {}, {'priority': 9}, -4]]",
    "[['x', {}, null, null]]",
    "[['x', {}, {}, 'high']]",
  ],
  ...[
    "[['x', {}, {}, true]]",
    "[['x', {}, {}, 1, 'more', 5]]",
    "[['x']]",
    "[[]]",
    "[5, 'x']",
    "[null, 'x']",
    "[{}, 'x']",
    "[true, 'x', 1.5_3]",
  ],
  ...[
    "[['x', 5], 'y']",
    "[['x', []], 'y']",
    "[[5, {}], 'y']",
    "[['x', null], 'y']",
    "[[null, {}], 'y']",
    "[['x', {5: 1}], 'y']",
    "[['x', {'k': {5: 1}}], 'y']",
  ],
  ...[
    "[['x', {}, 5], 'y']",
    "[['x', {}, {'priority': 'a'}], 'y']",
    "[['x', {}, {'delay': 'a'}], 'y']",
    "[['x', {}, 128([1])], 'y']",
    "[[['x'], {}], 'y']",
  ],
  ...[
    "{'x': {}}",
    '{"x": {"n": 1}}',
    "{'x': null}",
    "{null: {}}",
    "{'': {}}",
    "{'x': {}, 'y': {}}",
    "{'x': {}, \"x\": {'n': 2}}",
    "{'x': 5}",
  ],
  ...[
    "{'x': {}, 'y': 5}",
    "{'x': {}, 5: {}}",
    "{'x': []}",
    "{'x': {5: 1}}",
    "{'x': {'k': {5: 1}}}",
    "{h'ff': {}}",
    "{'x': 128([1])}",
    "{'x': {'delay': 5}}",
  ],
  ...[
    "37(h'000102030405060708090a0b0c0d0e0f')",
    "128([128(['x', {}, {'priority': 1}]), 'y'])",
    "[«0..20: ['k%d', {'n': %d}]»]",
    "{«10..30: 'k%d': {'n': %d}»}",
  ],
];

const both = ["set_work_spec({'name': 't'})", "add_work_units('s', [['u', {'own': 1}]])"];
const SEEN = [
  "get_work_units('t', {})",
  "count_work_units('t')",
  "get_work('w', {'max_jobs': 99, 'work_spec_names': ['t']})",
  "del_work_spec('t')",
];
const chained = "{'name': 's', 'then': 't'}";

/** States of a unit `x` of `t` at the time when an output has a unit with the same key. */
const IN_THE_WAY: Readonly<Record<string, readonly string[]>> = {
  available: [],
  delayed: ["add_work_units('t', [['x', {'old': 1}, {'delay': 600}]])"],
  pending: ["get_work('owner', {'work_spec_names': ['t']})"],
  "pending with data": [
    "get_work('owner', {'work_spec_names': ['t']})",
    "update_work_unit('t', 'x', {'data': {'attempt': 1}})",
  ],
  finished: ["update_work_unit('t', 'x', {'status': 4, 'data': {'done': 1}})"],
  failed: ["update_work_unit('t', 'x', {'status': 5, 'data': {'traceback': 'tb'}})"],
  "of a high priority": ["prioritize_work_units('t', {'work_unit_keys': ['x'], 'priority': 9})"],
  "out of retries": ["get_work('owner', {'work_spec_names': ['t']})", "update_work_unit('t', 'x', {'status': 1})"],
};

/** Ways to end a unit `u` of `s`; `%` is replaced by the data. */
const FINISHES: Readonly<Record<string, readonly string[]>> = {
  "from pending": ["get_work('w', {'work_spec_names': ['s']})", "update_work_unit('s', 'u', {'status': 4, 'data': %})"],
  "with data of an update before": [
    "get_work('w', {'work_spec_names': ['s']})",
    "update_work_unit('s', 'u', {'data': %})",
    "update_work_unit('s', 'u', {'status': 4})",
  ],
  "with its own data": ["add_work_units('s', [['u', %]])", "update_work_unit('s', 'u', {'status': 4})"],
  "with empty data over its own": [
    "add_work_units('s', [['u', %]])",
    "update_work_unit('s', 'u', {'status': 4, 'data': {}})",
  ],
  "with null for data": ["add_work_units('s', [['u', %]])", "update_work_unit('s', 'u', {'status': 4, 'data': null})"],
  "from available": ["update_work_unit('s', 'u', {'status': 4, 'data': %, 'worker_id': 'w'})"],
  "from failed, with data": [
    "update_work_unit('s', 'u', {'status': 5})",
    "update_work_unit('s', 'u', {'status': 4, 'data': %})",
  ],
  "from failed, with the data of the failure": [
    "update_work_unit('s', 'u', {'status': 5, 'data': %})",
    "update_work_unit('s', 'u', {'status': 4})",
  ],
  "only failed": ["update_work_unit('s', 'u', {'status': 5, 'data': %})"],
  "finished twice": [
    "update_work_unit('s', 'u', {'status': 4})",
    "update_work_unit('s', 'u', {'status': 4, 'data': %})",
  ],
  "finished, then failed": [
    "update_work_unit('s', 'u', {'status': 4})",
    "update_work_unit('s', 'u', {'status': 5, 'data': %})",
  ],
  "finished, reset and finished": [
    "update_work_unit('s', 'u', {'status': 4, 'data': %})",
    "del_work_units('t', {'all': true})",
    "update_work_unit('s', 'u', {'status': 1})",
    "update_work_unit('s', 'u', {'status': 4, 'data': %})",
  ],
  "only renewed": [
    "get_work('w', {'work_spec_names': ['s']})",
    "update_work_unit('s', 'u', {'data': %})",
    "update_work_unit('s', 'u', {'status': 3, 'data': %})",
  ],
  "reset with data": [
    "get_work('w', {'work_spec_names': ['s']})",
    "update_work_unit('s', 'u', {'status': 1, 'data': %})",
  ],
  "with another spelling of output": [
    "update_work_unit('s', 'u', {'status': 4, 'data': {'Output': ['x'], 'OUTPUT': ['y']}})",
  ],
  "with output twice": ["update_work_unit('s', 'u', {'status': 4, 'data': {'output': ['z'], \"output\": ['x']}})"],
};

const DATA = "{'output': [['x', {'new': 1}], 'y']}";

export const chaining: readonly RawCase[] = [
  story(
    "chain-over-a-unit-that-was-lost",
    "a chain takes the place of a unit whose lease is over: its attempts, priority and data are gone",
    ["CHAIN-27", "CHAIN-28", "WORK-69"],
    "set_work_spec({'name': 's', 'then': 't'})",
    "set_work_spec({'name': 't', 'max_retries': 1})",
    "add_work_units('s', ['a', 'b'])",
    "add_work_units('t', [['u', {'old': 1}, {'priority': 5}], ['v', {'n': 1}]])",
    "get_work('w', {'work_spec_names': ['t'], 'lease_time': 1})",
    "wait 1.2",
    "update_work_unit('s', 'a', {'status': 4, 'data': {'output': {'u': {'new': 1}}}})",
    "get_work('w', {'work_spec_names': ['t']})",
    "get_work('w', {'work_spec_names': ['t'], 'lease_time': 1})",
    "wait 1.2",
    "update_work_unit('s', 'b', {'status': 4, 'data': {'output': [['u', {'newer': 1}, {'priority': -1}]]}})",
    "get_work_unit_status('t', ['u', 'v'])",
    "get_work('w', {'work_spec_names': ['t']})",
    "count_work_units('t')",
  ),
  story(
    "chain-of-a-paused-spec-to-itself",
    "a paused spec that is its own successor chains, and so does one without weight, with a runtime, or full",
    ["CHAIN-14", "CHAIN-15", "SPEC-58", "SPEC-59"],
    ...[
      "'disabled': true",
      "'runtime': 'go'",
      "'max_running': 1",
      "'max_getwork': 1",
      "'continuous': true, 'interval': 600",
    ].flatMap((more) => [
      `# ${more}`,
      ...together(
        `set_work_spec({'name': 's', 'then': 's', ${more}})`,
        "add_work_units('s', ['a', 'b'])",
        "update_work_unit('s', 'a', {'status': 3})",
        "update_work_unit('s', 'a', {'status': 4, 'data': {'output': ['c', ['a', {'again': 1}]]}})",
        "control_work_spec('s', {'status': 2, 'weight': 0})",
        "update_work_unit('s', 'b', {'status': 4, 'data': {'output': {'d': {'n': 1}}}})",
        "get_work_units('s', {})",
        "get_work_unit_status('s', ['a', 'b', 'c', 'd'])",
        "control_work_spec('s', {'status': 1, 'weight': 1})",
        "get_work('w', {'max_jobs': 9})",
        "clear()",
      ),
    ]),
  ),
  table(
    "stories/outputs",
    "an output in every form",
    ["CHAIN-16", "CHAIN-20", "CHAIN-23"],
    OUTPUTS.map((output) =>
      specRow(
        output.slice(0, 60),
        [
          ...both,
          `update_work_unit('s', 'u', {'status': 4, 'data': {'output': ${output}}})`,
          "get_work_unit_status('s', ['u'])",
          ...SEEN,
        ],
        chained,
      ),
    ),
  ),
  table(
    "stories/outputs-over-units",
    "a unit of an output takes the place of one in any state",
    ["CHAIN-27", "CHAIN-28", "CHAIN-29"],
    Object.entries(IN_THE_WAY).flatMap(([name, lines]) =>
      ["['x']", "[['x', {'new': 1}, {'delay': 600}]]", "{'x': {'new': 1}}"].map((output) =>
        specRow(
          `${name}; ${output}`,
          [
            "set_work_spec({'name': 't', 'max_retries': 1})",
            "add_work_units('t', [['x', {'old': 1}]])",
            "add_work_units('s', ['u'])",
            ...lines,
            `update_work_unit('s', 'u', {'status': 4, 'data': {'output': ${output}}})`,
            "get_work_unit_status('t', ['x'])",
            "get_work_units('t', {})",
            "count_work_units('t')",
            "get_work('v', {'max_jobs': 9, 'work_spec_names': ['t']})",
            "update_work_unit('t', 'x', {'status': 4, 'data': {'late': 1}})",
            "get_work_unit_status('t', ['x'])",
            "get_work('v', {'max_jobs': 9, 'work_spec_names': ['t']})",
            "del_work_spec('t')",
          ],
          chained,
        ),
      ),
    ),
  ),
  table(
    "stories/when-a-finish-chains",
    "which ends of a unit chain, and on which data",
    ["CHAIN-1", "CHAIN-3", "CHAIN-4", "CHAIN-5", "CHAIN-7", "CHAIN-8"],
    Object.entries(FINISHES).map(([name, lines]) =>
      specRow(
        name,
        [...both, ...lines.map((line) => line.replaceAll("%", DATA)), "get_work_units('s', {})", ...SEEN],
        chained,
      ),
    ),
  ),
  table(
    "stories/successors",
    "which spec gets the output: itself, a missing or paused one, one that is named later",
    ["CHAIN-10", "CHAIN-13", "CHAIN-14", "CHAIN-15", "CHAIN-30"],
    [
      ...["'nosuch'", "''", "null", "'T'", "'t '"].map((then) =>
        specRow(
          `then: ${then}`,
          [
            ...both,
            `update_work_unit('s', 'u', {'status': 4, 'data': ${DATA}})`,
            "get_work_unit_status('s', ['u'])",
            "get_work_units('s', {})",
            ...SEEN,
          ],
          `{'name': 's', 'then': ${then}}`,
        ),
      ),
      specRow(
        "then: 's'",
        [
          "add_work_units('s', ['u'])",
          `update_work_unit('s', 'u', {'status': 4, 'data': {'output': ['u', 'x']}})`,
          "get_work_unit_status('s', ['u', 'x'])",
          "get_work_units('s', {})",
          "get_work('w', {'max_jobs': 9})",
          "count_work_units('s')",
        ],
        "{'name': 's', 'then': 's'}",
      ),
      specRow("then set before the finish", [
        ...both,
        "get_work('w', {})",
        `set_work_spec(${chained})`,
        `update_work_unit('s', 'u', {'status': 4, 'data': ${DATA}})`,
        ...SEEN,
      ]),
      specRow(
        "then taken away before the finish",
        [
          ...both,
          "get_work('w', {})",
          "set_work_spec({'name': 's'})",
          `update_work_unit('s', 'u', {'status': 4, 'data': ${DATA}})`,
          ...SEEN,
        ],
        chained,
      ),
      specRow(
        "a successor made after the unit",
        [
          "add_work_units('s', ['u'])",
          "get_work('w', {})",
          "set_work_spec({'name': 't'})",
          `update_work_unit('s', 'u', {'status': 4, 'data': ${DATA}})`,
          ...SEEN,
        ],
        chained,
      ),
      specRow(
        "a paused successor",
        [
          ...both,
          "control_work_spec('t', {'status': 2})",
          `update_work_unit('s', 'u', {'status': 4, 'data': ${DATA}})`,
          ...SEEN,
        ],
        chained,
      ),
      specRow(
        "a successor with a successor",
        [
          "set_work_spec({'name': 't', 'then': 'v'})",
          "set_work_spec({'name': 'v'})",
          "add_work_units('s', ['u'])",
          `update_work_unit('s', 'u', {'status': 4, 'data': {'output': {'x': {'output': ['deep']}}}})`,
          "get_work_units('v', {})",
          "update_work_unit('t', 'x', {'status': 4})",
          "get_work_units('v', {})",
          "del_work_spec('v')",
          "del_work_spec('t')",
        ],
        chained,
      ),
      specRow(
        "of three loops",
        [
          "set_work_spec({'name': 't', 'then': 's'})",
          "add_work_units('s', ['u'])",
          "update_work_unit('s', 'u', {'status': 4, 'data': {'output': ['a']}})",
          "update_work_unit('t', 'a', {'status': 4, 'data': {'output': [['u', {'round': 2}]]}})",
          "get_work_units('s', {})",
          "get_work('w', {'work_spec_names': ['s']})",
          "del_work_spec('t')",
        ],
        chained,
      ),
    ],
  ),
  story(
    "output-inherits-nothing",
    "a unit of an output has neither the priority nor the delay nor the attempts of the unit before",
    ["CHAIN-26", "CHAIN-21", "CHAIN-22"],
    ...together(
      `set_work_spec(${chained})`,
      "set_work_spec({'name': 't'})",
      "add_work_units('s', [['u', {}, {'priority': 50, 'delay': 600}]])",
      "add_work_units('t', [['m', {}, {'priority': 1}], ['n', {}, {'priority': -1}]])",
      "update_work_unit('s', 'u', {'status': 4, 'data': {'output': ['z', ['p', {}, {'priority': 2}], ['q', {}, {}, 3], ['r', {}, {}, 0.5_3]]}})",
      "get_work('w', {'max_jobs': 9, 'work_spec_names': ['t']})",
    ),
  ),
];
