// Leases and delays that expire, and what must not change then: tables whose rows share one wait.
import type { RawCase } from "../definition.ts";
import { together } from "../tables/table.ts";
import { story } from "./story.ts";

/** Calls on a unit `u` of a work spec; `%` is replaced by the spec's name. */
const OPERATIONS: readonly string[] = [
  "update_work_unit('%', 'u', {})",
  "update_work_unit('%', 'u', {'status': 0, 'lease_time': 600})",
  "update_work_unit('%', 'u', {'data': {'late': 1}})",
  "update_work_unit('%', 'u', {'data': {'late': 1}, 'lease_time': 600})",
  "update_work_unit('%', 'u', {'status': 1})",
  "update_work_unit('%', 'u', {'status': 3, 'lease_time': 600, 'worker_id': 'late'})",
  "update_work_unit('%', 'u', {'status': 4})",
  "update_work_unit('%', 'u', {'status': 4, 'data': {'late': 1}, 'worker_id': 'late'})",
  "update_work_unit('%', 'u', {'status': 5, 'data': {'traceback': 'late'}})",
  "update_work_unit('%', 'u', {'status': 2})",
  "add_work_units('%', [['u', {'again': 1}, {'priority': -2}]])",
  "add_work_units('%', [['u', {'again': 1}, {'delay': 600}]])",
  "prioritize_work_units('%', {'work_unit_keys': ['u'], 'priority': 5})",
  "del_work_units('%', {'work_unit_keys': ['u']})",
  "del_work_units('%', {'state': 1})",
  "del_work_units('%', {'state': 3})",
  "del_work_units('%', {'work_unit_keys': ['u'], 'state': 3})",
  "get_work_units('%', {'state': 3})",
  "get_work_units('%', {'state': 1})",
  "count_work_units('%')",
  "get_work_unit_status('%', ['u'])",
  "get_work('next', {'max_jobs': 2, 'lease_time': 600, 'work_spec_names': ['%']})",
  "set_work_spec({'name': '%'})",
  "control_work_spec('%', {'max_running': 1})",
];

const name = (i: number) => `s${String(i).padStart(2, "0")}`;
const on = (lines: readonly string[], i: number) => lines.map((line) => line.replaceAll("%", name(i)));

/** Every operation on its own spec, after the same preparation and a common wait. */
function afterWait(prepare: readonly string[], after: readonly string[], seconds: number): string[] {
  return [
    ...OPERATIONS.flatMap((_, i) => together(...on(["set_work_spec({'name': '%'})", ...prepare], i))),
    `wait ${seconds}`,
    ...OPERATIONS.flatMap((operation, i) => [
      `# ${operation.replaceAll("%", "s")}`,
      ...together(...on([operation, ...after], i)),
    ]),
  ];
}

const SEEN = [
  "get_work_unit_status('%', ['u', 'v'])",
  "get_work_units('%', {})",
  "count_work_units('%')",
  "get_work('watcher', {'max_jobs': 9, 'lease_time': 700, 'work_spec_names': ['%']})",
  "get_work_unit_status('%', ['u', 'v'])",
];

export const leases: readonly RawCase[] = [
  story(
    "lease-over",
    "every operation on a unit whose lease is over, with data that its attempt had",
    ["WORK-24", "WORK-26", "WORK-27", "WORK-60", "UNIT-82"],
    ...afterWait(
      [
        "add_work_units('%', [['u', {'own': 1}, {'priority': 1}], 'v'])",
        "get_work('owner', {'lease_time': 1, 'work_spec_names': ['%']})",
        "update_work_unit('%', 'u', {'lease_time': 1, 'data': {'attempt': 1}})",
      ],
      SEEN,
      1.2,
    ),
  ),
  story(
    "delay-over",
    "every operation on a unit whose delay is over",
    ["UNIT-19", "UNIT-20", "UNIT-21"],
    ...afterWait(["add_work_units('%', [['u', {'own': 1}, {'delay': 1, 'priority': 1}], 'v'])"], SEEN, 1.2),
  ),
  story(
    "lease-renewed-in-time",
    "a unit renewed before its lease ended stays with its worker after the first end",
    ["WORK-42", "WORK-43", "WORK-48"],
    ...afterWait(
      [
        "add_work_units('%', [['u', {'own': 1}, {'priority': 1}], 'v'])",
        "get_work('owner', {'lease_time': 1, 'work_spec_names': ['%']})",
        "update_work_unit('%', 'u', {'lease_time': 650, 'data': {'attempt': 1}})",
      ],
      SEEN,
      1.2,
    ),
  ),
  story(
    "retried-unit-keeps-its-delay",
    "a unit that is forced and reset during its delay waits for the rest of it, and comes with its priority",
    ["WORK-58", "UNIT-20"],
    ...together(
      "set_work_spec({'name': 's'})",
      "add_work_units('s', [['a', {}, {'delay': 1, 'priority': 3}], ['b', {}, {'delay': 600}], ['c', {}]])",
      ...["a", "b"].flatMap((key) =>
        [3, 4, 5].flatMap((status) => [
          `update_work_unit('s', '${key}', {'status': ${status}})`,
          `update_work_unit('s', '${key}', {'status': 1})`,
        ]),
      ),
      "get_work('w', {'max_jobs': 9})",
      "count_work_units('s')",
    ),
    "wait 1.2",
    ...together(
      "get_work('w', {'max_jobs': 9})",
      "get_work_unit_status('s', ['a', 'b', 'c'])",
      "count_work_units('s')",
    ),
  ),
  story(
    "worker-ends-and-leases-stay",
    "a worker that unregisters, or whose time is over, keeps its leases",
    ["WORKER-17", "FRAME-49"],
    "set_work_spec({'name': 's'})",
    "& add_work_units('s', ['a', 'b', 'c'])",
    "& worker_heartbeat('one', 'RUN', 1, {}, null)",
    "& worker_heartbeat('two', 'RUN', 300, {}, null)",
    "2: get_work('one', {'lease_time': 700})",
    "& get_work('two', {'lease_time': 800})",
    "& end",
    "= ?",
    "= ?",
    "= closed",
    "worker_unregister('two')",
    "wait 1.2",
    ...together(
      "list_worker_modes()",
      "get_work_unit_status('s', ['a', 'b', 'c'])",
      "get_work('three', {'max_jobs': 9})",
      "count_work_units('s')",
    ),
  ),
  story(
    "leases-end-in-any-order",
    "leases of different lengths end each at its time, whatever was renewed or ended between",
    ["WORK-24", "WORK-30"],
    ...together(
      "set_work_spec({'name': 's'})",
      "add_work_units('s', [«0..8: 'u%d'»])",
      "get_work('w', {'max_jobs': 3, 'lease_time': 1})",
      "get_work('w', {'max_jobs': 3, 'lease_time': 60})",
      "get_work('w', {'max_jobs': 3, 'lease_time': 600})",
      "update_work_unit('s', 'u1', {'lease_time': 60})",
      "update_work_unit('s', 'u4', {'lease_time': 1})",
      "update_work_unit('s', 'u2', {'status': 4})",
      "update_work_unit('s', 'u7', {'status': 5})",
      "update_work_unit('s', 'u8', {'lease_time': 1, 'data': {'n': 1}})",
    ),
    "wait 1.2",
    ...together(
      "count_work_units('s')",
      "get_work_units('s', {'state': 1})",
      "get_work_units('s', {'state': 3})",
      "get_work('v', {'max_jobs': 9})",
      "get_work_unit_status('s', ['u0', 'u1', 'u2', 'u3', 'u4', 'u5', 'u6', 'u7', 'u8'])",
    ),
  ),
  story(
    "refused-renewal-renews-nothing",
    "what is refused or fails leaves the end of a lease and of a lock as it was",
    ["ERR-7", "ERR-8", "LOCK-30"],
    ...together(
      "set_work_spec({'name': 's'})",
      "add_work_units('s', [['u', {'own': 1}]])",
      "get_work('w', {'lease_time': 1})",
      "update_work_unit('s', 'u', {'status': 7, 'lease_time': 600})",
      "update_work_unit('s', 'u', {'lease_time': 600, 'data': 5})",
      "update_work_unit('nosuch', 'u', {'lease_time': 600})",
      "lock('me', 1, [['n', 'a'], ['n', 'b']])",
      "lock('you', 600, [['n', 'c']])",
      "renew('me', 600, [['n', 'a'], ['n', 'b'], ['n', 'c']])",
      "renew('me', 600, [['n', 'a'], ['n', 'nosuch']])",
      "unlock('me', [['n', 'a'], ['n', 'c']])",
      "readlock([['n', 'a'], ['n', 'b'], ['n', 'c']])",
    ),
    "wait 1.2",
    ...together(
      "get_work_unit_status('s', ['u'])",
      "readlock([['n', 'a'], ['n', 'b'], ['n', 'c']])",
      "lock('me', 60, [['n', 'a']])",
      "delete_namespace('n')",
    ),
  ),
  story(
    "output-of-a-unit-whose-lease-ended",
    "a unit that is finished when its lease has ended chains all the same, and so does one that was given back",
    ["CHAIN-6", "WORK-63"],
    ...together(
      "set_work_spec({'name': 's', 'then': 't'})",
      "set_work_spec({'name': 't'})",
      "add_work_units('s', ['a', 'b', 'c'])",
      "get_work('w', {'lease_time': 1, 'max_jobs': 2})",
      "get_work('v', {'lease_time': 1})",
      "update_work_unit('s', 'c', {'status': 1})",
    ),
    "wait 1.2",
    ...together(
      "get_work_unit_status('s', ['a', 'b', 'c'])",
      "update_work_unit('s', 'a', {'status': 4, 'worker_id': 'w', 'data': {'output': ['x']}})",
      "update_work_unit('s', 'b', {'status': 4, 'data': {'output': ['y']}})",
      "update_work_unit('s', 'c', {'status': 4, 'data': {'output': ['z']}})",
      "get_work_units('t', {})",
      "del_work_spec('s')",
      "del_work_spec('t')",
    ),
  ),
];
