// Work that becomes available or is removed between calls of get_work that name no work spec.
import type { RawCase } from "../definition.ts";
import { together } from "../tables/table.ts";
import { story } from "./story.ts";

const WORK = "get_work('w', {})";
const MANY = "get_work('w', {'max_jobs': 9})";

/** Ways to leave a work spec without work, which a call of get_work then confirms. */
const USED_UP: Readonly<Record<string, readonly string[]>> = {
  "whose unit is pending": ["get_work('v', {'lease_time': 500})"],
  "whose unit is finished": ["get_work('v', {})", "update_work_unit('s', 'u', {'status': 4})"],
  "whose unit failed": ["get_work('v', {})", "update_work_unit('s', 'u', {'status': 5})"],
  "whose unit was deleted": ["del_work_units('s', {'all': true})"],
  "whose unit waits": ["add_work_units('s', [['u', {}, {'delay': 600}]])"],
  "that is paused": ["control_work_spec('s', {'status': 2})"],
  "of weight 0": ["control_work_spec('s', {'weight': 0})"],
  "that has no room": [
    "control_work_spec('s', {'max_running': 1})",
    "get_work('v', {'lease_time': 500})",
    "add_work_units('s', ['w'])",
  ],
};
/** Calls that may give it work again. */
const AGAIN: readonly string[] = [
  "add_work_units('s', ['u'])",
  "add_work_units('s', ['x'])",
  "update_work_unit('s', 'u', {'status': 1})",
  "update_work_unit('s', 'u', {'status': 4})",
  "update_work_unit('s', 'u', {'status': 5})",
  "update_work_unit('t', 'first', {'status': 4, 'data': {'output': ['u', 'x']}})",
  "update_work_unit('t', 'first', {'status': 4, 'data': {'output': {'u': {'n': 1}}}})",
  "del_work_units('s', {'work_unit_keys': ['u']})",
  "prioritize_work_units('s', {'work_unit_keys': ['u'], 'priority': 1})",
  "set_work_spec({'name': 's'})",
  "control_work_spec('s', {'status': 1, 'weight': 1, 'max_running': 0})",
  "control_work_spec('s', {'continuous': true})",
  "del_work_spec('s')",
  "clear()",
];

export const untouched: readonly RawCase[] = [
  story(
    "work-that-comes-again",
    "a work spec that had nothing to give, asked without its name, and what gives it work again",
    ["WORK-6", "WORK-77", "SPEC-2", "SPEC-45", "SPEC-47", "CHAIN-2", "UNIT-41"],
    ...Object.entries(USED_UP).flatMap(([name, lines]) =>
      AGAIN.flatMap((again) => [
        `# a spec ${name}, then ${again}`,
        ...together(
          "set_work_spec({'name': 't', 'then': 's', 'runtime': 'go'})",
          "set_work_spec({'name': 's'})",
          "add_work_units('t', ['first'])",
          "add_work_units('s', [['u', {'n': 0}]])",
          ...lines,
          WORK,
          MANY,
          again,
          WORK,
          MANY,
          "get_work_unit_status('s', ['u', 'x', 'w'])",
          "clear()",
          WORK,
        ),
      ]),
    ),
  ),
  story(
    "redefined-after-it-had-nothing",
    "a work spec that had nothing to give is made continuous by its definition: it makes a unit, though nobody named it",
    ["SPEC-2", "SPEC-20", "WORK-93"],
    ...together(
      "set_work_spec({'name': 's'})",
      WORK,
      WORK,
      "set_work_spec({'name': 's', 'continuous': true})",
      WORK,
      "count_work_units('s')",
      "clear()",
    ),
  ),
  story(
    "gone-while-nobody-looked",
    "work specs and their units that are deleted after a get_work saw them give nothing to the next one",
    ["SPEC-45", "SPEC-50", "UNIT-108"],
    ...[
      "del_work_spec('a')",
      "clear()",
      "del_work_units('a', {'all': true})",
      "del_work_units('a', {'state': 1})",
    ].flatMap((gone) => [
      `# ${gone}`,
      ...together(
        "set_work_spec({'name': 'a', 'priority': 1})",
        "set_work_spec({'name': 'b'})",
        "add_work_units('a', ['u', 'v', 'w'])",
        WORK,
        gone,
        WORK,
        MANY,
        "add_work_units('b', ['x'])",
        MANY,
        "set_work_spec({'name': 'a', 'priority': 1})",
        WORK,
        "count_work_units('a')",
        "clear()",
        WORK,
      ),
    ]),
  ),
  story(
    "over-while-nobody-looked",
    "leases, delays and heartbeats that are over while nobody names their work spec or worker",
    ["WORK-24", "WORK-84", "UNIT-20", "WORK-78", "WORKER-3"],
    ...together(
      "worker_heartbeat('c', 'RUN', 1, null, 'p')",
      "set_work_spec({'name': 'a', 'priority': 5, 'max_running': 1})",
      "set_work_spec({'name': 'b', 'priority': 4})",
      "set_work_spec({'name': 'c', 'priority': 3, 'max_retries': 1})",
      "set_work_spec({'name': 'd', 'priority': 2, 'max_running': 2})",
      "add_work_units('a', ['u', 'v'])",
      "get_work('c', {'lease_time': 1})",
      "get_work_unit_status('a', ['u'])",
      "add_work_units('b', ['u'])",
      "get_work('c', {'lease_time': 1})",
      "add_work_units('c', ['u'])",
      "get_work('c', {'lease_time': 1})",
      "add_work_units('d', [['u', {}, {'delay': 1}], 'v', 'w'])",
      "get_work('c', {'lease_time': 1})",
      "get_work('c', {'lease_time': 600})",
      WORK,
      WORK,
    ),
    "wait 1.2",
    ...together(
      "get_work('x', {'max_jobs': 9})",
      "get_work('x', {'max_jobs': 9})",
      "get_work('x', {'max_jobs': 9})",
      "get_work('x', {'max_jobs': 9})",
      "mode_counts()",
      "get_child_work_units('p')",
      ...["a", "b", "c", "d"].map((spec) => `count_work_units('${spec}')`),
    ),
  ),
];
