// What each kind of parameter accepts and what is said of the rest, in the Go daemon's words.
import { calls, type RawCase } from "../definition.ts";

/** One value of each kind that a decoder tells apart. */
const VALUES = [
  "true",
  "5",
  "-5",
  "1.5",
  "'bytes'",
  '"text"',
  "[1]",
  "{'a': 1}",
  "128([1])",
  "37(h'000102030405060708090a0b0c0d0e0f')",
  "5000('x')",
];

const REQUEST = "24(<<{'method': 'now', 'id': 1, 'params': []}>>)";

/** A call with each value in the place of `%`. */
const each = (call: string, except: readonly string[] = []) =>
  VALUES.filter((value) => !except.includes(value)).map((value) => call.replace("%", value));

export const parameters: readonly RawCase[] = [
  {
    id: "wire/parameters-wrong-count",
    title: "too few and too many parameters, for every method",
    requires: ["PARAM-1"],
    steps: calls(
      ...Object.entries(COUNTS()).flatMap(([method, count]) => [
        `${method}(${Array(count + 1)
          .fill("null")
          .join(", ")})`,
        ...(count === 0
          ? []
          : [
              `${method}(${Array(count - 1)
                .fill("null")
                .join(", ")})`,
            ]),
      ]),
    ),
  },
  {
    id: "wire/parameters-count-before-types",
    title: "the number of parameters is checked before their types",
    requires: ["PARAM-2"],
    steps: calls("get_work(5)", "get_work(5, 5, 5)"),
  },
  {
    id: "wire/parameter-string",
    title: "a string parameter: text and bytes pass, the rest is refused by its type",
    requires: ["PARAM-5", "PARAM-22"],
    steps: calls(...each("get_work_spec(%)"), "get_work_spec(null)", "get_work_spec(undefined)"),
  },
  {
    id: "wire/parameter-integer",
    title: "an integer parameter: integers and floats pass, the rest is refused by its type",
    requires: ["PARAM-6", "PARAM-7", "PARAM-22"],
    steps: calls(...each("lock('me', %, [])"), "lock('me', null, [])", "lock('me', -0.0, [])", "lock('me', 1.0_1, [])"),
  },
  {
    id: "wire/parameter-float",
    title: "a float parameter: integers and floats pass, the rest is refused by its type",
    requires: ["PARAM-10", "PARAM-22"],
    steps: calls(
      ...each("worker_heartbeat('w', 'idle', %, {}, null)"),
      "worker_heartbeat('w', 'idle', null, {}, null)",
    ),
  },
  {
    id: "wire/parameter-map",
    title: "a map parameter: maps pass, the rest is refused by its kind",
    requires: ["PARAM-13", "PARAM-23"],
    steps: calls(
      ...each("get_work('w', %)", ["128([1])", "5000('x')"]),
      "get_work('w', null)",
      "worker_heartbeat('w', 'idle', 300, 5, null)",
      "list_work_specs('x')",
      "archive(5)",
      "set_work_spec([])",
      "control_work_spec('s', 1)",
    ),
  },
  {
    id: "wire/parameter-list",
    title: "a list parameter: arrays pass, a tuple does not",
    requires: ["PARAM-17", "PARAM-18", "PARAM-24"],
    steps: [
      ...calls(
        "set_work_spec({'name': 's'})",
        ...each("add_work_units('s', %)", ["[1]", "'bytes'", "37(h'000102030405060708090a0b0c0d0e0f')"]),
        "add_work_units('s', null)",
        "add_work_units('s', [])",
      ),
    ],
  },
  {
    id: "wire/parameter-list-of-strings",
    title: "a list of strings: each item that is none is told by its place",
    requires: ["ERR-14", "PARAM-24"],
    steps: calls(
      "set_work_spec({'name': 's'})",
      ...each("get_work_unit_status('s', %)", ["37(h'000102030405060708090a0b0c0d0e0f')"]),
      "get_work_unit_status('s', null)",
      "get_work_unit_status('s', [])",
      `get_work_unit_status('s', ['a', 5, "b", 1.5, true, [], {}])`,
    ),
  },
  {
    id: "wire/parameter-map-keys",
    title: "a map parameter whose keys are no strings: one line for each",
    requires: ["ERR-16", "ERR-10"],
    steps: calls(
      "get_work('w', {5: 1})",
      "get_work('w', {5: 1, -1: 2, true: 3, 1.5: 4})",
      "set_work_spec({'name': 's', 7: 'x'})",
      "worker_heartbeat('w', 'idle', 300, {5: 1}, null)",
      "get_work('w', {37(h'000102030405060708090a0b0c0d0e0f'): 1})",
    ),
  },
  {
    id: "wire/parameter-map-structs",
    title: "a tuple in the place of a map is taken for a map of its items; a tag is taken for one where it is not kept",
    requires: ["PARAM-15", "PARAM-16", "K18"],
    steps: calls(
      "worker_heartbeat('w', 'idle', 300, 128([1, 'x']), null)",
      "get_worker_info('w')",
      "worker_heartbeat('w', 'idle', 300, 5000('x'), null)",
      "get_worker_info('w')",
      "get_work('w', 128([1]))",
      "list_work_specs(5000('x'))",
      "set_work_spec(128([1]))",
      "worker_unregister('w')",
    ),
  },
  {
    id: "wire/parameter-embedded-request",
    title: "a request inside tag 24 as a parameter has a type name of its own",
    requires: ["PARAM-35"],
    steps: calls(
      `get_work_spec(${REQUEST})`,
      `lock('me', ${REQUEST}, [])`,
      `worker_heartbeat('w', 'idle', ${REQUEST}, {}, null)`,
    ),
  },
  {
    id: "wire/parameter-tags",
    title: "tags that a request does not know have one type, in whatever head they come",
    requires: ["PARAM-36", "K18"],
    steps: calls(
      "get_work_spec(1(100))",
      "get_work_spec(25(5))",
      "get_work_spec(1099511627776('a'))",
      "get_work_spec(2('a'))",
    ),
  },
  {
    id: "wire/parameter-simple-values",
    title: "false is a bool, and a simple value that nobody knows has the type of an unknown tag",
    requires: ["PARAM-25", "PARAM-36", "K18"],
    steps: calls(
      "get_work_spec(false)",
      "get_work('w', false)",
      "get_work_spec(simple(99))",
      "get_work('w', simple(99))",
      `unlock('me', [["n", simple(99), false]])`,
    ),
  },
  {
    id: "wire/parameter-null-names",
    title: "null for a name is the empty name",
    requires: ["PARAM-4"],
    steps: calls(
      "set_work_spec({'name': 's'})",
      "add_work_units('s', ['u'])",
      "get_work(null, {})",
      "update_work_unit(null, 'u', {})",
      "update_work_unit('s', 'u', {'status': 4})",
      "get_work_unit_status('s', ['u'])",
    ),
  },
  {
    id: "wire/parameters-left-to-right",
    title: "the first parameter that fails is told, and only that one",
    requires: ["PARAM-3"],
    steps: calls("get_work(5, 5)", "worker_heartbeat('w', 5, 'x', 5, 5)", "worker_heartbeat('w', 'm', 'x', 5, 5)"),
  },
];

/** How many parameters each method takes. */
function COUNTS(): Record<string, number> {
  return {
    list_work_specs: 1,
    set_work_spec: 1,
    get_work_spec: 1,
    del_work_spec: 1,
    clear: 0,
    control_work_spec: 2,
    get_work_spec_meta: 1,
    now: 0,
    add_work_units: 2,
    get_work_units: 2,
    get_work_unit_status: 2,
    prioritize_work_units: 2,
    count_work_units: 1,
    del_work_units: 2,
    archive: 1,
    get_work: 2,
    update_work_unit: 3,
    worker_heartbeat: 5,
    worker_unregister: 1,
    list_worker_modes: 0,
    get_worker_info: 1,
    mode_counts: 0,
    worker_stats: 0,
    get_child_work_units: 1,
    get_config: 0,
    lock: 3,
    locksome: 3,
    renew: 3,
    readlock: 1,
    unlock: 2,
    delete_namespace: 1,
  };
}
