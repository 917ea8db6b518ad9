// A thousand leases, delays or locks that expire at the same time: every call must see all of them expired, even if a
// daemon processes them in batches.
import type { RawCase } from "../definition.ts";
import { together } from "../tables/table.ts";
import { story } from "./story.ts";

/** Calls each of which is the first on a spec with 1,001 expired leases; `%` is the spec's name. */
const FIRST: readonly string[] = [
  "count_work_units('%')",
  "get_work_units('%', {'state': 1, 'start': 'u1998'})",
  "get_work_units('%', {'state': 3})",
  "get_work('next', {'work_spec_names': ['%'], 'max_jobs': 1001, 'lease_time': 500})",
  "update_work_unit('%', 'u2000', {'status': 4, 'worker_id': 'late'})",
];

const named = (i: number, line: string) => line.replaceAll("%", `s${i}`);

export const dueAtOnce: readonly RawCase[] = [
  story(
    "a-thousand-leases-over",
    "a thousand leases that are over at once are over for the first call that looks, whichever it is",
    ["WORK-24", "FRAME-20", "K3"],
    ...FIRST.flatMap((_, i) =>
      together(
        `set_work_spec({'name': 's${i}'})`,
        `add_work_units('s${i}', [«1000..2000: 'u%d'»])`,
        `get_work('w', {'work_spec_names': ['s${i}'], 'max_jobs': 1001, 'lease_time': 2})`,
      ),
    ),
    "wait 2.2",
    ...FIRST.flatMap((call, i) => [named(i, call), named(i, "count_work_units('%')")]),
  ),
  story(
    "a-thousand-delays-over",
    "a thousand delays that are over at once are over for the first get_work, in the order of priorities",
    ["UNIT-20", "WORK-88"],
    "set_work_spec({'name': 's'})",
    "add_work_units('s', [«1000..2000: ['u%d', {}, {'delay': 2, 'priority': %d}]»])",
    "get_work('w', {})",
    "wait 2.2",
    "get_work('w', {'max_jobs': 3})",
    "get_work('w', {'max_jobs': 1001})",
    "count_work_units('s')",
  ),
  story(
    "a-thousand-locks-over",
    "a thousand locks that are over at once are over for the first call that looks, whichever it is",
    ["LOCK-21", "LOCK-6"],
    "lock('me', 1, [«1000..2001: ['n', 'p%d']»])",
    "locksome('me', 1, [«1000..2001: ['m', 'p%d']»])",
    "lock('me', 1, [«1000..2001: ['o', 'p%d']»])",
    "wait 1.2",
    "lock('you', 10, [['n']])",
    "readlock([['m', 'p2001'], ['m', 'p1000']])",
    "locksome('you', 10, [«1000..2001: ['o', 'p%d']»])",
    ...together("delete_namespace('n')", "delete_namespace('m')", "delete_namespace('o')"),
  ),
  story(
    "locks-over-free-the-root",
    "when all locks are over that were there, the root can be locked",
    ["LOCK-21", "LOCK-6"],
    "lock('me', 1, [«1000..2001: ['n', 'p%d']»])",
    "readlock([['n', 'p1000']])",
    "wait 1.2",
    "lock('you', 10, [[]])",
    "unlock('you', [[]])",
  ),
  story(
    "delays-that-are-set-again",
    "a unit that is added again while its delay runs has the new delay, whatever others are due before and after it",
    ["UNIT-38", "UNIT-37"],
    "set_work_spec({'name': 's'})",
    "add_work_units('s', [['a', {}, {'delay': 1}], ['b', {}, {'delay': 1}], ['c', {}, {'delay': 60}]])",
    "& add_work_units('s', [['d', {}, {'delay': 60}], ['e', {}, {'delay': 1}], ['f', {}, {'delay': 60}]])",
    "& add_work_units('s', [['a', {}, {'delay': 60}], ['c', {}, {'delay': 1}], ['d', {}, {'delay': 70}]])",
    "& add_work_units('s', [['e', {}, {'delay': 1}], 'f', ['b', {}, {'delay': 60}], ['b', {}, {'delay': 1}]])",
    "& count_work_units('s')",
    ...["= ?", "= ?", "= ?", "= ?", "= ?"],
    "get_work('w', {'max_jobs': 9})",
    "wait 1.2",
    "count_work_units('s')",
    "get_work('w', {'max_jobs': 9})",
    "add_work_units('s', [['a', {}, {'delay': 1}], ['d', {'n': 1}]])",
    "get_work('w', {'max_jobs': 9})",
    "wait 1.2",
    "get_work('w', {'max_jobs': 9})",
    "count_work_units('s')",
  ),
];
