// Scheduling: which spec gives work, and which of its units: priorities, eligible specs, limits, the order of units.
import type { RawCase } from "../definition.ts";
import { together } from "../tables/table.ts";
import { story } from "./story.ts";

const work = (jobs: number, worker = "w") => `get_work('${worker}', {'max_jobs': ${jobs}})`;
const clear = "clear()";

/** A spec `no` of the highest priority that is not eligible, and a spec `yes` that is. */
const BARRED = {
  "without units": ["set_work_spec({'name': 'no', 'priority': 9})"],
  paused: ["set_work_spec({'name': 'no', 'priority': 9, 'disabled': true})", "add_work_units('no', ['u'])"],
  "paused by control": [
    "set_work_spec({'name': 'no', 'priority': 9})",
    "add_work_units('no', ['u'])",
    "control_work_spec('no', {'status': 2})",
  ],
  "with a runtime": ["set_work_spec({'name': 'no', 'priority': 9, 'runtime': 'go'})", "add_work_units('no', ['u'])"],
  "with a weight of 0": [
    "set_work_spec({'name': 'no', 'priority': 9})",
    "add_work_units('no', ['u'])",
    "control_work_spec('no', {'weight': 0})",
  ],
  "with a weight below 0": [
    "set_work_spec({'name': 'no', 'priority': 9})",
    "add_work_units('no', ['u'])",
    "control_work_spec('no', {'weight': -1})",
  ],
  "with delayed units": [
    "set_work_spec({'name': 'no', 'priority': 9})",
    "add_work_units('no', [['u', {}, {'delay': 600}]])",
  ],
  "with pending units": ["set_work_spec({'name': 'no', 'priority': 9})", "add_work_units('no', ['u'])", work(1)],
  "with finished units": [
    "set_work_spec({'name': 'no', 'priority': 9})",
    "add_work_units('no', ['u'])",
    "update_work_unit('no', 'u', {'status': 4})",
  ],
  "with failed units": [
    "set_work_spec({'name': 'no', 'priority': 9})",
    "add_work_units('no', ['u'])",
    "update_work_unit('no', 'u', {'status': 5})",
  ],
  "at its max_running": [
    "set_work_spec({'name': 'no', 'priority': 9, 'max_running': 1})",
    "add_work_units('no', ['u', 'v'])",
    work(1),
  ],
  "at a max_running given later": [
    "set_work_spec({'name': 'no', 'priority': 9})",
    "add_work_units('no', ['u', 'v', 'x'])",
    work(2),
    "control_work_spec('no', {'max_running': 1})",
  ],
  "continuous, with a unit pending": [
    "set_work_spec({'name': 'no', 'priority': 9, 'continuous': true})",
    "add_work_units('no', ['u'])",
    work(1),
  ],
  "continuous, but paused": ["set_work_spec({'name': 'no', 'priority': 9, 'continuous': true, 'disabled': true})"],
} satisfies Readonly<Record<string, readonly string[]>>;

const barred = Object.entries(BARRED).flatMap(([name, lines]) => [
  `# ${name}`,
  ...together(
    ...lines,
    "set_work_spec({'name': 'yes'})",
    "add_work_units('yes', ['a', 'b'])",
    work(1),
    work(1),
    work(1),
    "get_work('w', {'work_spec_names': ['no']})",
    clear,
  ),
]);

/** Makes the spec `no` eligible again. */
const FREED: Readonly<Record<string, readonly string[]>> = {
  "runnable again": [...BARRED["paused by control"], "control_work_spec('no', {'status': 1})"],
  "set again": [...BARRED["paused by control"], "set_work_spec({'name': 'no', 'priority': 9})"],
  "of a weight again": [...BARRED["with a weight of 0"], "control_work_spec('no', {'weight': 1})"],
  "below its max_running again": [...BARRED["at its max_running"], "update_work_unit('no', 'u', {'status': 4})"],
  "below its max_running by a failure": [...BARRED["at its max_running"], "update_work_unit('no', 'u', {'status': 5})"],
  "below its max_running by a reset": [...BARRED["at its max_running"], "update_work_unit('no', 'u', {'status': 1})"],
  "below its max_running by a deletion": [
    ...BARRED["at its max_running"],
    "del_work_units('no', {'work_unit_keys': ['u']})",
  ],
  "of a higher max_running": [...BARRED["at its max_running"], "control_work_spec('no', {'max_running': 2})"],
  "of no max_running": [...BARRED["at its max_running"], "control_work_spec('no', {'max_running': 0})"],
  "with a unit that others forced": [
    ...BARRED["at its max_running"],
    "update_work_unit('no', 'u', {'status': 4})",
    "update_work_unit('no', 'v', {'status': 3})",
  ],
};

const freed = Object.entries(FREED).flatMap(([name, lines]) => [
  `# ${name}`,
  ...together(...lines, "set_work_spec({'name': 'yes'})", "add_work_units('yes', ['a', 'b'])", work(3), work(3), clear),
]);

export const scheduling: readonly RawCase[] = [
  story(
    "no-candidates",
    "a spec of the highest priority that is no candidate leaves the work to others",
    ["WORK-75", "WORK-76", "WORK-77", "WORK-78"],
    ...barred,
  ),
  story(
    "candidates-again",
    "a spec that becomes a candidate again gives its work first",
    ["WORK-78", "WORK-79"],
    ...freed,
  ),
  story(
    "tiers",
    "the highest priority among the candidates counts, whatever order the specs are made or named in, and whatever their units' priorities",
    ["WORK-79", "WORK-80"],
    ...[
      ["a", "b", "c"],
      ["c", "b", "a"],
      ["b", "c", "a"],
    ].flatMap((order) => [
      `# ${order.join(" ")}`,
      ...together(
        ...order.map((name) => `set_work_spec({'name': '${name}', 'priority': ${{ a: -1, b: 5, c: 0 }[name]}})`),
        ...order.map(
          (name) => `add_work_units('${name}', [['u', {}, {'priority': ${{ a: 100, b: -100, c: 0 }[name]}}], 'v'])`,
        ),
        ...order.map(() => work(1)),
        work(9),
        work(9),
        work(9),
        clear,
      ),
    ]),
  ),
  story(
    "order-of-a-line",
    "units come by priority, then key, after every change of either",
    ["WORK-88", "WORK-89", "WORK-90", "UNIT-92"],
    ...together(
      "set_work_spec({'name': 's'})",
      "add_work_units('s', [«100..139: ['u%d', {'n': %d}]»])",
      "prioritize_work_units('s', {'work_unit_keys': ['u139', 'u120'], 'priority': 1})",
      "prioritize_work_units('s', {'work_unit_keys': ['u100', 'u101'], 'adjustment': -0.5_3})",
      "add_work_units('s', [['u130', {'again': 1}, {'priority': 2}], ['u131', {'again': 1}, {}, 0.25_3], ['u102', {}, {'priority': -9}]])",
      work(4),
      "prioritize_work_units('s', {'work_unit_keys': [«100..139: 'u%d'»], 'adjustment': 1})",
      "update_work_unit('s', 'u139', {'status': 1})",
      "update_work_unit('s', 'u130', {'status': 4})",
      "update_work_unit('s', 'u130', {'status': 1})",
      "del_work_units('s', {'work_unit_keys': ['u110', 'u111', 'u112']})",
      work(5),
      work(40),
    ),
  ),
  story(
    "bytewise-order",
    "keys are compared byte by byte, as are names of specs and starts of pages",
    ["WORK-89", "UNIT-47", "SPEC-38"],
    ...together(
      "set_work_spec({'name': 's'})",
      `add_work_units('s', ['b', 'a', 'B', 'aa', 'a\x20', '', h'00', h'ff', h'7f80', "é", "z", 'Z', '10', '9', '-1', h'c3', h'c328', "ﬀ", "𐅑", h'0000'])`,
      "get_work_units('s', {})",
      "get_work_units('s', {'start': h'7f'})",
      work(99),
      ...["b", "a", "B", "aa", "10", "9", "_", "Z"].map((name) => `set_work_spec({'name': '${name}'})`),
      'set_work_spec({"name": "é"})',
      'set_work_spec({"name": "𐅑"})',
      'set_work_spec({"name": "ﬀ"})',
      "list_work_specs({})",
      "list_work_specs({'start': 'Z', 'limit': 2})",
    ),
  ),
  story(
    "max-running-of-everybody",
    "max_running counts the pending units of all workers, however they became pending",
    ["WORK-78", "WORK-92"],
    ...together(
      "set_work_spec({'name': 's', 'max_running': 3})",
      "add_work_units('s', [«0..9: 'u%d'»])",
      work(1, "a"),
      work(1, "b"),
      work(2, "a"),
      work(1, "c"),
      "update_work_unit('s', 'u0', {'status': 4})",
      work(9, "c"),
      "update_work_unit('s', 'u9', {'status': 3})",
      "count_work_units('s')",
      "update_work_unit('s', 'u1', {'status': 5})",
      work(9, "d"),
      "update_work_unit('s', 'u2', {'status': 1})",
      work(9, "d"),
      "add_work_units('s', ['u2'])",
      work(9, "d"),
      "del_work_units('s', {'state': 3})",
      work(9, "e"),
      "control_work_spec('s', {'max_running': 4})",
      work(9, "e"),
      "set_work_spec({'name': 's', 'max_running': 3})",
      work(9, "e"),
      "count_work_units('s')",
    ),
  ),
  story(
    "limits-of-a-bundle",
    "max_jobs, max_getwork and what is left of max_running: the least of them counts",
    ["WORK-6", "WORK-91", "WORK-92"],
    ...[1, 2, 3].flatMap((most) =>
      [1, 2, 4].flatMap((running) =>
        [1, 2, 3, 9].flatMap((jobs) => [
          `# max_getwork ${most}, max_running ${running}, max_jobs ${jobs}`,
          ...together(
            `set_work_spec({'name': 's', 'max_getwork': ${most}, 'max_running': ${running}})`,
            "add_work_units('s', ['a', 'b', 'c', 'd', 'e', 'f'])",
            work(jobs),
            work(jobs),
            work(jobs),
            "count_work_units('s')",
            "del_work_spec('s')",
          ),
        ]),
      ),
    ),
  ),
  story(
    "priorities-of-any-size",
    "units of huge, tiny and close priorities come in their exact order, and an update of data keeps it",
    ["WORK-88", "UNIT-15", "WORK-59"],
    ...together(
      "set_work_spec({'name': 's'})",
      "add_work_units('s', [['a', {}, {'priority': 3000000000}], ['b', {}, {'priority': 4000000000}], ['c', {}, {'priority': 9007199254740992}], ['d', {}, {'priority': 9007199254740994}], ['e', {}, {'priority': 1e300_3}], ['f', {}, {'priority': 1e301_3}], ['g', {}, {'priority': 0.1_3}], ['h', {}, {'priority': 0.10000000000000002_3}], ['i', {}, {'priority': -1e300_3}], ['j', {}, {'priority': -1e301_3}], ['k', {}, {'priority': Infinity_3}], ['l', {}, {'priority': 5e-324_3}], ['m', {}], ['n', {}, {'priority': -5e-324_3}], ['o', {}, {'priority': 65536}], ['p', {}, {'priority': 65537}], ['q', {}, {'priority': 2147483648}], ['r', {}, {'priority': -2147483649}]])",
      "update_work_unit('s', 'p', {'data': {'kept': 1}})",
      "update_work_unit('s', 'h', {'status': 1, 'data': {'kept': 1}})",
      work(99),
    ),
  ),
  story(
    "priorities-of-ended-units",
    "priorities given to pending, finished, failed and delayed units count when those are available again; missing units between them are passed over",
    ["UNIT-83", "UNIT-84", "UNIT-90", "UNIT-93"],
    ...["'priority': 5", "'adjustment': 5", "'priority': 4, 'adjustment': 100"].flatMap((how) => [
      `# ${how}`,
      ...together(
        "set_work_spec({'name': 's'})",
        "add_work_units('s', [['a', {}, {'priority': 9}], ['b', {}, {'priority': 9}], ['c', {}, {'priority': 9}], ['x', {}, {'priority': 4.5_3}], ['y', {}, {'priority': 3}], ['z', {}, {'priority': 11}]])",
        "get_work('w', {'max_jobs': 4})",
        "update_work_unit('s', 'a', {'status': 4})",
        "update_work_unit('s', 'b', {'status': 5})",
        "prioritize_work_units('s', {'work_unit_keys': ['A', 'a', 'aa', 'b', 'missing', 'c', 'zz'], 'priority': 0})",
        `prioritize_work_units('s', {'work_unit_keys': ['zz', 'c', 'b', 'aa', 'a', '0', 'c'], ${how}})`,
        ...["a", "b", "c", "z"].map((key) => `update_work_unit('s', '${key}', {'status': 1})`),
        work(9),
        "del_work_spec('s')",
      ),
    ]),
  ),
  story(
    "delayed-units-deleted-by-state",
    "units that were deleted or ended during their delay never come due",
    ["UNIT-104", "UNIT-99"],
    ...together(
      "set_work_spec({'name': 's'})",
      "add_work_units('s', [['a', {}, {'delay': 1}], ['b', {}, {'delay': 1}]])",
      "del_work_units('s', {'state': 1})",
      "set_work_spec({'name': 't'})",
      "add_work_units('t', [['a', {}, {'delay': 1}], 'b'])",
      "del_work_units('t', {'all': true})",
      "set_work_spec({'name': 'v', 'then': 'v'})",
      "add_work_units('v', [['a', {}, {'delay': 1}], ['b', {}, {'delay': 1}], ['c', {}, {'delay': 1}]])",
      "update_work_unit('v', 'a', {'status': 4})",
      "update_work_unit('v', 'b', {'status': 5})",
      "update_work_unit('v', 'c', {'status': 3})",
      "del_work_units('v', {'state': 3})",
    ),
    "wait 1.2",
    ...together(
      work(9),
      "count_work_units('s')",
      "count_work_units('t')",
      "count_work_units('v')",
      "get_work_units('v', {'state': 1})",
      ...["s", "t", "v"].map((spec) => `del_work_spec('${spec}')`),
    ),
  ),
  story(
    "priorities-that-become-no-number",
    "a priority of NaN counts as 0 wherever it comes from: a unit added again, added over, or an adjustment of infinity",
    ["UNIT-16", "UNIT-95", "WORK-88"],
    ...["NaN_1", "NaN_3"].flatMap((none) =>
      together(
        "set_work_spec({'name': 's'})",
        "add_work_units('s', [['a', {}, {'priority': -1}], 'b', ['c', {}, {'priority': 1}], ['d', {}, {'priority': -Infinity}]])",
        `add_work_units('s', [['b', {}, {'priority': ${none}}]])`,
        `add_work_units('s', [['c', {}, {}, ${none}]])`,
        work(1),
        `prioritize_work_units('s', {'work_unit_keys': ['d'], 'adjustment': Infinity})`,
        `update_work_unit('s', 'b', {'status': 1})`,
        work(9),
        "del_work_spec('s')",
      ),
    ),
  ),
];
