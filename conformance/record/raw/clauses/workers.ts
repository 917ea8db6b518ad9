// What the daemon remembers of a worker from one call to the next: its last heartbeat, its last hand-out, and what it works on.
import type { RawCase } from "../definition.ts";

function worker(name: string, title: string, requires: readonly string[], ...lines: readonly string[]): RawCase {
  return { id: `clauses/${name}`, title, requires, lines };
}

export const workerClauses: readonly RawCase[] = [
  worker(
    "age-of-the-last-heartbeat",
    "the age of a worker is in whole seconds that have passed, and starts anew with each heartbeat",
    ["WORKER-23", "WORKER-6"],
    "worker_heartbeat('w', 'RUN', 300, {'n': 1}, null)",
    "wait 1.7",
    "get_worker_info('w')",
    "worker_heartbeat('w', 'RUN', 300, {'n': 2}, null)",
    "get_worker_info('w')",
    "# a lifetime of nothing is over after any time",
    "worker_heartbeat('w', 'RUN', 0, {'n': 3}, null)",
    "wait 0.2",
    "list_worker_modes()",
    "worker_unregister('w')",
  ),
  worker(
    "second-hand-out-in-the-list-of-a-child",
    "the list of a child has what its last get_work gave it, in the order of the hand-out, and is not added to",
    ["WORKER-41", "WORKER-44"],
    "set_work_spec({'name': 's'})",
    "add_work_units('s', [['a', {}, {'priority': 1}], ['b', {}, {'priority': 2}], ['c', {}, {'priority': 3}]])",
    "worker_heartbeat('c', 'RUN', 300, {}, 'p')",
    "get_work('c', {'lease_time': 600})",
    "get_child_work_units('p')",
    "get_work('c', {'max_jobs': 2, 'lease_time': 700})",
    "get_child_work_units('p')",
    "worker_unregister('c')",
  ),
  worker(
    "worker-with-units-of-several-hand-outs",
    "a worker that asks for more keeps what it has",
    ["WORK-15", "WORK-8"],
    "set_work_spec({'name': 's'})",
    "set_work_spec({'name': 't'})",
    "add_work_units('s', [['a', {}], ['b', {}]])",
    "add_work_units('t', [['c', {}]])",
    "worker_heartbeat('w', 'RUN', 300, {}, null)",
    "get_work('w', {'work_spec_names': ['s'], 'lease_time': 600})",
    "get_work('w', {'work_spec_names': ['t'], 'lease_time': 600})",
    "get_work('w', {'work_spec_names': ['s'], 'lease_time': 600})",
    "get_work('other', {'lease_time': 600})",
    "get_work_unit_status('s', ['a', 'b'])",
    "get_work_unit_status('t', ['c'])",
    "worker_unregister('w')",
  ),
];
