// What is easily forgotten of units: the empty key, items and data of more than is asked for, large priorities, later pages.
import type { RawCase } from "../definition.ts";
import { clause } from "./clause.ts";

const SPEC = "set_work_spec({'name': 's'})";

function units(name: string, title: string, requires: readonly string[], ...lines: readonly string[]): RawCase {
  return clause(name, title, requires, SPEC, ...lines);
}

export const unitDetailClauses: readonly RawCase[] = [
  units(
    "unit-of-the-empty-key",
    "a unit of the empty key is updated as any other",
    ["UNIT-3"],
    "add_work_units('s', [['', {'n': 1}]])",
    "get_work('w', {'lease_time': 600})",
    "update_work_unit('s', '', {'lease_time': 700, 'data': {'n': 2}})",
    "update_work_unit('s', '', {'status': 4})",
    "get_work_units('s', {'work_unit_keys': ['']})",
    "count_work_units('s')",
  ),
  units(
    "fifth-item-of-a-unit",
    "what stands behind the fourth item of a unit is ignored, a number too",
    ["UNIT-9", "UNIT-14"],
    "add_work_units('s', [['a', {}, {}, 1.5, 9, 'x'], ['b', {}, {}, 2.5, 0]])",
    "get_work('w', {'max_jobs': 2, 'lease_time': 600})",
  ),
  units(
    "integer-priorities-beyond-a-signed-word",
    "an integer priority of 2^64 - 1 comes before one of 2^63",
    ["UNIT-114"],
    "add_work_units('s', [['a', {}, {}, 9223372036854775808], ['b', {}, {}, 18446744073709551615]])",
    "get_work('w', {'max_jobs': 2, 'lease_time': 600})",
  ),
  units(
    "traceback-of-a-pending-unit",
    "a traceback in the data is told of failed units alone",
    ["UNIT-78"],
    "add_work_units('s', [['a', {'traceback': 'own'}], ['b', {'traceback': 'own'}]])",
    "get_work('w', {'lease_time': 600})",
    "get_work_unit_status('s', ['a', 'b'])",
    "update_work_unit('s', 'a', {'lease_time': 700, 'data': {'traceback': 'given'}})",
    "get_work_unit_status('s', ['a', 'b'])",
    "update_work_unit('s', 'a', {'status': 5})",
    "get_work_unit_status('s', ['a', 'b'])",
  ),
  units(
    "deleted-unit-of-a-worker",
    "an update of a deleted unit is refused to the worker that had it, under its name too",
    ["UNIT-110"],
    "add_work_units('s', [['a', {}]])",
    "worker_heartbeat('w', 'RUN', 300, {}, null)",
    "get_work('w', {'lease_time': 600})",
    "del_work_units('s', {'work_unit_keys': ['a']})",
    "update_work_unit('s', 'a', {'status': 4, 'worker_id': 'w'})",
    "update_work_unit('s', 'a', {'lease_time': 700, 'worker_id': 'w'})",
    "worker_unregister('w')",
  ),
  units(
    "second-page-without-a-limit",
    "a list that starts behind a key has 1000 units at most too",
    ["UNIT-65"],
    "add_work_units('s', [«1000..2100: 'u%d'»])",
    "get_work_units('s', {'start': 'u1000'})",
    "get_work_units('s', {'start': 'u1000', 'state': [1]})",
  ),
  units(
    "successor-that-comes-back",
    "a spec whose successor was deleted chains to it when it is set again",
    ["SPEC-48"],
    "set_work_spec({'name': 'before', 'then': 'after'})",
    "set_work_spec({'name': 'after'})",
    "add_work_units('before', [['u', {}], ['v', {}]])",
    "del_work_spec('after')",
    "update_work_unit('before', 'u', {'status': 4, 'data': {'output': [['x', {}]]}})",
    "set_work_spec({'name': 'after'})",
    "update_work_unit('before', 'v', {'status': 4, 'data': {'output': [['y', {}]]}})",
    "get_work_units('after', {})",
    "get_work_spec('before')",
  ),
];
