// Times that count from the moment of a call, wherever in a second that is: who counts from the last full second, or up to the next
// one, is early or late by up to one. So the same is begun at five parts of a second, and looked at before its end and behind it.
import type { RawCase } from "../definition.ts";
import { together } from "../tables/table.ts";
import { story } from "./story.ts";

const BEGUN = [0, 1, 2, 3, 4];

/** What lasts 2 s, or a little less, begun by one call each. */
const lock = (i: number) => [
  `lock('me', 2, [['n', 'l${i}']])`,
  `lock('me', 60, [['n', 'r${i}']])`,
  `renew('me', 2, [['n', 'r${i}']])`,
];
const begin = (i: number) => [
  `worker_heartbeat('w${i}', 'RUN', 2, null, null)`,
  `worker_heartbeat('x${i}', 'RUN', 1.9_3, null, null)`,
  `set_work_spec({'name': 's${i}'})`,
  `add_work_units('s${i}', ['a', 'b', ['c', {}, {'delay': 2}]])`,
  `get_work('v', {'work_spec_names': ['s${i}'], 'lease_time': 2})`,
  `update_work_unit('s${i}', 'b', {'status': 3, 'lease_time': 2})`,
];

/** Units that specs make have their moment for a key: each is made at one of its own. */
const A_MOMENT = "wait 0.01";
const INTERVALS = ["2", "1.9_3", "1"];
const beginMaking = (i: number) =>
  INTERVALS.flatMap((interval, j) => [
    A_MOMENT,
    ...together(
      `set_work_spec({'name': 'c${i}${j}', 'continuous': true, 'interval': ${interval}})`,
      made(i, j),
      `del_work_units('c${i}${j}', {'all': true})`,
    ),
  ]);

const locked = (i: number) => [`readlock([['n', 'l${i}'], ['n', 'r${i}']])`];
const look = (i: number) => [
  `count_work_units('s${i}')`,
  `get_work('v', {'work_spec_names': ['s${i}'], 'max_jobs': 9})`,
  "list_worker_modes()",
];
const made = (i: number, j: number) => `get_work('v', {'work_spec_names': ['c${i}${j}']})`;

export const phases: readonly RawCase[] = [
  story(
    "begun-at-any-part-of-a-second",
    "leases, delays, heartbeats and intervals of 2 s that begin at several parts of a second last 2 s",
    ["WORK-19", "WORK-43", "UNIT-19", "UNIT-20", "WORKER-3", "WORK-96"],
    ...BEGUN.flatMap((i) => [...together(...begin(i)), ...beginMaking(i), "wait 0.17"]),
    "wait 0.35",
    ...BEGUN.flatMap((i) => ["# they last still", ...together(...look(i), made(i, 0), made(i, 1)), "wait 0.2"]),
    ...BEGUN.flatMap((i) => [
      "# they are over; of an interval that is over twice one unit is made",
      ...together(...look(i)),
      ...INTERVALS.flatMap((_, j) => [
        A_MOMENT,
        ...together(made(i, j), `del_work_units('c${i}${j}', {'all': true})`, made(i, j)),
      ]),
      ...(i === BEGUN.length - 1 ? [] : ["wait 0.17"]),
    ]),
    "clear()",
  ),
  story(
    "locked-at-any-part-of-a-second",
    "locks of 2 s that begin at several parts of a second last 2 s",
    ["LOCK-21", "LOCK-29"],
    ...BEGUN.flatMap((i) => [...together(...lock(i)), "wait 0.2"]),
    "wait 0.35",
    ...BEGUN.flatMap((i) => ["# they last still", ...locked(i), "wait 0.2"]),
    ...BEGUN.flatMap((i) => ["# they are over", ...locked(i), ...(i === BEGUN.length - 1 ? [] : ["wait 0.2"])]),
  ),
];
