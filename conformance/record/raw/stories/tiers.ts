// get_work continues with further specs when all units of the preferred ones have failed by max_retries; also
// successors that were not read for a while.
import type { RawCase } from "../definition.ts";
import { together } from "../tables/table.ts";
import { story } from "./story.ts";

/** Uses up the only attempt of the unit of each spec. */
function exhausted(...names: readonly string[]): string[] {
  return names.flatMap((name) => [
    `get_work('w', {'work_spec_names': ['${name}']})`,
    `update_work_unit('${name}', 'u', {'status': 1})`,
  ]);
}

const spec = (name: string, priority: number, more = "") => [
  `set_work_spec({'name': '${name}', 'priority': ${priority}${more}})`,
  `add_work_units('${name}', ['u'])`,
];
const ONCE = ", 'max_retries': 1";

export const tiers: readonly RawCase[] = [
  story(
    "priorities-that-differ-by-one",
    "priorities of specs beyond 2^53 differ by one, as those between whole numbers differ by less",
    ["WORK-79", "SPEC-24", "SPEC-75"],
    ...[
      ["9007199254740993", "9007199254740992"],
      ["9223372036854775807", "9223372036854775806"],
      ["-9007199254740992", "-9007199254740993"],
      ["1.0000000000000002_3", "1"],
      ["0", "-0.5_3"],
    ].flatMap(([high = "", low = ""]) => [
      `# ${high} and ${low}`,
      ...together(
        `set_work_spec({'name': 'a', 'priority': ${low}})`,
        `set_work_spec({'name': 'b', 'priority': ${high}})`,
        `set_work_spec({'name': 'c', 'priority': ${low}})`,
        ...["a", "b", "c"].map((name) => `add_work_units('${name}', ['u1', 'u2', 'u3', 'u4', 'u5'])`),
        ...Array.from({ length: 5 }, () => "get_work('w', {})"),
        "clear()",
      ),
    ]),
  ),
  story(
    "past-what-has-no-retries",
    "behind specs without retries left come those of the next lower priority, and so on down",
    ["WORK-73", "WORK-79", "WORK-68", "K21"],
    ...together(
      ...spec("a", 4, ONCE),
      ...spec("b", 1),
      ...spec("c", 3, ONCE),
      ...spec("d", 2),
      ...spec("e", 3, ONCE),
      ...spec("f", -1),
      ...exhausted("a", "c", "e"),
      "get_work('next', {})",
      "get_work('next', {'max_jobs': 2})",
      "get_work('next', {})",
      "get_work('next', {})",
      ...["a", "b", "c", "d", "e", "f"].map((name) => `get_work_unit_status('${name}', ['u'])`),
      "clear()",
    ),
    ...together(
      ...spec("a", 9, ONCE),
      ...spec("b", 1),
      ...spec("c", 7),
      ...spec("d", 5),
      ...spec("e", 0.5),
      ...exhausted("a"),
      ...["c", "d", "b", "e", "-"].map(() => "get_work('next', {})"),
    ),
  ),
  story(
    "successor-asleep",
    "an output reaches a successor that had nothing to give, and what is over in it, before anybody else looks at it",
    ["CHAIN-1", "CHAIN-2", "CHAIN-27", "WORK-24", "UNIT-20", "K3"],
    "set_work_spec({'name': 'a', 'then': 'b'})",
    "set_work_spec({'name': 'b', 'max_retries': 3})",
    "add_work_units('a', ['u', 'v', 'x'])",
    "get_work('w', {'work_spec_names': ['b']})",
    "get_work('w', {'max_jobs': 3})",
    "get_work('w', {})",
    "update_work_unit('a', 'u', {'status': 4, 'data': {'output': {'p': {'n': 1}}}})",
    "get_work('w', {'lease_time': 1})",
    "get_work('w', {'lease_time': 1})",
    "wait 1.2",
    "update_work_unit('a', 'v', {'status': 4, 'data': {'output': [['q', {'n': 2}, {'delay': 1}]]}})",
    "get_work('w', {'max_jobs': 2})",
    "update_work_unit('b', 'p', {'status': 4})",
    "get_work('w', {})",
    "wait 1.2",
    "update_work_unit('a', 'x', {'status': 4, 'data': {'output': ['r']}})",
    "get_work('w', {'max_jobs': 3})",
  ),
  story(
    "interval-at-its-end",
    "a continuous spec makes its next unit when its interval has passed, at its end too",
    ["WORK-96"],
    ...together(
      "set_work_spec({'name': 's', 'continuous': true, 'interval': 1})",
      "get_work('w', {})",
      "del_work_units('s', {'all': true})",
      "get_work('w', {})",
    ),
    "wait 0.5",
    "get_work('w', {})",
    "wait 0.5",
    "get_work('w', {})",
    "count_work_units('s')",
  ),
];
