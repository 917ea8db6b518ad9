// Time spans count from the exact time of a call. A daemon that rounds the start to a full second is off by up to one
// second: so the same calls are made at three offsets within a second, and checked before and after the end.
import type { RawCase } from "../definition.ts";
import { together } from "../tables/table.ts";
import { story } from "./story.ts";

const BEGUN = [0, 1, 2];
const APART = "wait 0.33";

/** Starts spans of 2 s at three offsets within a second, and reads the state after 1.5 s and after the end. */
function twoSeconds(begin: (i: number) => readonly string[], look: (i: number) => readonly string[]): string[] {
  return [
    ...BEGUN.flatMap((i) => [...together(...begin(i)), APART]),
    "wait 0.5",
    ...BEGUN.flatMap((i) => ["# they last still", ...together(...look(i)), APART]),
    ...BEGUN.flatMap((i) => ["# they are over", ...(i === 0 ? [] : [APART]), ...together(...look(i))]),
  ];
}

export const phases: readonly RawCase[] = [
  story(
    "begun-at-any-part-of-a-second",
    "leases, delays, heartbeats and intervals of 2 s that begin at several parts of a second last 2 s",
    ["WORK-19", "WORK-43", "UNIT-19", "UNIT-20", "WORKER-3", "WORK-96"],
    ...twoSeconds(
      (i) => [
        `worker_heartbeat('w${i}', 'RUN', 2, null, null)`,
        `worker_heartbeat('x${i}', 'RUN', 1.98_3, null, null)`,
        `set_work_spec({'name': 's${i}'})`,
        `add_work_units('s${i}', ['a', 'b', ['c', {}, {'delay': 2}]])`,
        `get_work('v', {'work_spec_names': ['s${i}'], 'lease_time': 2})`,
        `update_work_unit('s${i}', 'b', {'status': 3, 'lease_time': 2})`,
        // One unit each time, since units that are created at the same time have the same key.
        `set_work_spec({'name': 'c${i}', 'continuous': true, 'interval': 1.98_3})`,
        `get_work('v', {'work_spec_names': ['c${i}']})`,
        `del_work_units('c${i}', {'all': true})`,
      ],
      (i) => [
        `count_work_units('s${i}')`,
        `get_work('v', {'work_spec_names': ['s${i}'], 'max_jobs': 9})`,
        // Not the list of all workers: others begun earlier may end at about the same time.
        `get_worker_info('w${i}')`,
        `get_worker_info('x${i}')`,
        `get_work('v', {'work_spec_names': ['c${i}']})`,
      ],
    ),
  ),
  story(
    "locked-at-any-part-of-a-second",
    "locks of 2 s that begin at several parts of a second last 2 s",
    ["LOCK-21", "LOCK-29"],
    ...twoSeconds(
      (i) => [
        `lock('me', 2, [['n', 'l${i}']])`,
        `lock('me', 60, [['n', 'r${i}']])`,
        `renew('me', 2, [['n', 'r${i}']])`,
      ],
      (i) => [`readlock([['n', 'l${i}'], ['n', 'r${i}']])`],
    ),
  ),
  story(
    "interval-that-was-over-twice",
    "an interval counts from the unit that was made last: where it is over twice or more, one unit is made",
    ["WORK-96"],
    ...together(
      "set_work_spec({'name': 's', 'continuous': true, 'interval': 1})",
      "get_work('w', {})",
      "del_work_units('s', {'all': true})",
    ),
    "wait 2.2",
    ...together(
      "get_work('w', {})",
      "del_work_units('s', {'all': true})",
      "get_work('w', {})",
      "count_work_units('s')",
    ),
  ),
];
