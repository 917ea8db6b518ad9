// The effect of every operation on a unit in every state.
import type { RawCase } from "../definition.ts";
import { seen, specRow, table } from "./table.ts";

/** Calls that bring a unit `u` with data {'a': 1} into a state. */
const STATES: Readonly<Record<string, { readonly title: string; readonly lines: readonly string[] }>> = {
  available: { title: "an available unit", lines: [] },
  delayed: { title: "a delayed unit", lines: ["add_work_units('s', [['u', {'a': 1}, {'delay': 600}]])"] },
  pending: { title: "a pending unit", lines: ["get_work('owner', {'lease_time': 700})"] },
  updated: {
    title: "a pending unit with data of its attempt",
    lines: [
      "get_work('owner', {'lease_time': 700})",
      "update_work_unit('s', 'u', {'lease_time': 800, 'data': {'attempt': 1}})",
    ],
  },
  forced: {
    title: "a unit that was made pending by an update",
    lines: ["update_work_unit('s', 'u', {'status': 3, 'lease_time': 750, 'worker_id': 'forcer'})"],
  },
  finished: {
    title: "a finished unit",
    lines: ["get_work('owner', {'lease_time': 700})", "update_work_unit('s', 'u', {'status': 4, 'data': {'done': 1}})"],
  },
  failed: {
    title: "a failed unit",
    lines: [
      "get_work('owner', {'lease_time': 700})",
      "update_work_unit('s', 'u', {'status': 5, 'data': {'traceback': 'tb'}})",
    ],
  },
  retried: {
    title: "a unit that failed and was set available",
    lines: [
      "get_work('owner', {'lease_time': 700})",
      "update_work_unit('s', 'u', {'status': 5, 'data': {'traceback': 'tb'}})",
      "update_work_unit('s', 'u', {'status': 1, 'lease_time': 0})",
    ],
  },
  "delayed-pending": {
    title: "a unit that an update made pending during its delay",
    lines: [
      "add_work_units('s', [['u', {'a': 1}, {'delay': 600, 'priority': 2}]])",
      "update_work_unit('s', 'u', {'status': 3, 'lease_time': 750, 'worker_id': 'forcer'})",
    ],
  },
  "delayed-finished": {
    title: "a unit that an update finished during its delay",
    lines: [
      "add_work_units('s', [['u', {'a': 1}, {'delay': 600, 'priority': 2}]])",
      "update_work_unit('s', 'u', {'status': 4, 'data': {'done': 1}})",
    ],
  },
  "delayed-failed": {
    title: "a unit that an update failed during its delay",
    lines: [
      "add_work_units('s', [['u', {'a': 1}, {'delay': 600, 'priority': 2}]])",
      "update_work_unit('s', 'u', {'status': 5, 'data': {'traceback': 'tb'}})",
    ],
  },
  deleted: { title: "a unit that was deleted", lines: ["del_work_units('s', {'work_unit_keys': ['u']})"] },
};

const updates = [
  "{}",
  "{'status': 0}",
  "{'status': 0, 'data': {'n': 2}}",
  "{'status': 1}",
  "{'status': 1, 'data': {'n': 2}}",
  "{'status': 1, 'lease_time': 60, 'worker_id': 'w'}",
  "{'status': 3}",
  "{'status': 3, 'lease_time': 60}",
  "{'status': 3, 'lease_time': 60, 'data': {'n': 2}, 'worker_id': 'w'}",
  "{'status': 4}",
  "{'status': 4, 'data': {'n': 2}}",
  "{'status': 4, 'lease_time': 60, 'worker_id': 'w'}",
  "{'status': 5}",
  "{'status': 5, 'data': {'traceback': 'new'}}",
  "{'status': 5, 'lease_time': 60, 'worker_id': 'w'}",
  "{'data': {'n': 2}}",
  "{'data': {}}",
  "{'data': null}",
  "{'lease_time': 5000}",
  "{'lease_time': 5000, 'data': {'n': 2}, 'worker_id': 'w'}",
  "{'lease_time': 0}",
  "{'worker_id': 'w'}",
  "{'status': 2, 'data': {'n': 2}}",
  "{'status': 6, 'data': {'n': 2}}",
].map((options) => `update_work_unit('s', 'u', ${options})`);

const additions = [
  "['u']",
  "[['u', {'n': 2}]]",
  "[['u', null]]",
  "[['u', {'n': 2}, {'priority': 5}]]",
  "[['u', {'n': 2}, {'delay': 500}]]",
  "[['u', {'n': 2}, {'delay': 500, 'priority': -1}]]",
  "[['u', {'n': 2}, {}, -7.5]]",
  "[['u', {'n': 2}], ['u', {'n': 3}]]",
].map((units) => `add_work_units('s', ${units})`);

const priorities = [
  "{'work_unit_keys': ['u'], 'priority': 3}",
  "{'work_unit_keys': ['u'], 'priority': -3}",
  "{'work_unit_keys': ['u'], 'adjustment': 3}",
  "{'work_unit_keys': ['u'], 'priority': -3, 'adjustment': 100}",
  "{'work_unit_keys': ['u', 'nosuch', 'u'], 'adjustment': -1}",
].map((options) => `prioritize_work_units('s', ${options})`);

const deletions = [
  "{'work_unit_keys': ['u']}",
  "{'state': 1}",
  "{'state': 3}",
  "{'state': 4}",
  "{'state': 5}",
  "{'work_unit_keys': ['u'], 'state': 1}",
  "{'work_unit_keys': ['u'], 'state': 3}",
  "{'work_unit_keys': ['u'], 'state': 4}",
  "{'work_unit_keys': ['u'], 'state': 5}",
  "{'all': true}",
  "{'all': true, 'state': 4}",
  "{'all': true, 'work_unit_keys': ['other']}",
  "{}",
].map((options) => `del_work_units('s', ${options})`);

const others = [
  "set_work_spec({'name': 's'})",
  "control_work_spec('s', {'status': 2})",
  "control_work_spec('s', {'weight': 0})",
  "get_work('other', {'max_jobs': 2, 'lease_time': 40})",
];

function rows(state: readonly string[], operations: readonly string[]) {
  return operations.map((operation) =>
    specRow(operation, [
      "add_work_units('s', [['u', {'a': 1}]])",
      ...state,
      // Units that get_work has not seen before.
      "add_work_units('s', [['before', {}, {'priority': 1}], ['later', {}]])",
      operation,
      ...seen("['u', 'before', 'later']"),
      "update_work_unit('s', 'u', {'status': 1})",
      "get_work('next', {'max_jobs': 9, 'work_spec_names': ['s']})",
    ]),
  );
}

export const unitStates: readonly RawCase[] = Object.entries(STATES).flatMap(([name, { title, lines }]) => [
  table(`tables/update-${name}`, `update_work_unit of ${title}`, ["WORK-34", "WORK-39"], rows(lines, updates)),
  table(
    `tables/change-${name}`,
    `adding over, prioritizing and deleting ${title}, and what changes its spec`,
    ["UNIT-37", "UNIT-92", "UNIT-95", "UNIT-111"],
    rows(lines, [...additions, ...priorities, ...deletions, ...others]),
  ),
]);
