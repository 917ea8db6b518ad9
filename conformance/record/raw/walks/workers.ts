// Random calls on a few workers, some of them children of others, and on their units; the state is read after each call.
import type { Random } from "../../../random.ts";
import type { RawCase } from "../definition.ts";
import { entriesOf, walk } from "./walk.ts";

const WORKERS = ["'p'", "'q'", "'c'", "'d'", '"c"', "h'ff'"];
const PARENTS = ["'p'", "'p'", "'q'", "null", "''", "'c'", "'nobody'", "h'ff'"];
/** Every key is used once, since the time shown for the lease of a unit without an owner is up to the daemon. */
class Keys {
  #count = 0;
  /** A key that was not used before. */
  next(): string {
    this.#count += 1;
    return `'u${this.#count}'`;
  }
  /** One of the five last keys. */
  any(random: Random): string {
    return `'u${Math.max(1, this.#count - random.below(5))}'`;
  }
}

const DATA = ["null", "{}", "{'n': 1}", "{'age_seconds': 'own', 'k': 'v'}"];

function call(random: Random, keys: Keys): string {
  const worker = random.pick(WORKERS);
  const draw = random.below(100);
  if (draw < 30) {
    const lifetime = random.pick(["300", "86400", "null", "-1", "90000"]);
    const mode = random.pick(["'RUN'", "'IDLE'", '"RUN"', "null", "''", "h'fe'"]);
    return `worker_heartbeat(${worker}, ${mode}, ${lifetime}, ${random.pick(DATA)}, ${random.pick(PARENTS)})`;
  }
  if (draw < 38) return `worker_unregister(${random.percent(80) ? worker : "'nobody'"})`;
  if (draw < 62) {
    const options = { max_jobs: ["1", "2", "3"], lease_time: ["500", "600"] };
    return `get_work(${worker}, ${entriesOf(random, 60, options, [`'work_spec_names': ${random.pick(["['s']", "['s']", "['t']"])}`])})`;
  }
  if (draw < 84) {
    const options = { data: ["{'d': 1}", "null"], lease_time: ["700"], worker_id: ["'c'", "'d'", "''"] };
    const status = [`'status': ${random.pick(["0", "3", "4", "4", "5"])}`];
    return `update_work_unit('${random.pick(["s", "s", "t"])}', ${keys.any(random)}, ${entriesOf(random, 40, options, status)})`;
  }
  if (draw < 92) return `add_work_units('${random.pick(["s", "t"])}', [${keys.next()}, [${keys.next()}, {'e': 1}]])`;
  return random.pick([
    `del_work_units('s', {'work_unit_keys': [${keys.any(random)}]})`,
    "del_work_spec('t')",
    "set_work_spec({'name': 't', 'max_retries': 1})",
    "clear()",
    "set_work_spec({'name': 's'})",
  ]);
}

const SEEN = [
  "list_worker_modes()",
  "mode_counts()",
  "worker_stats()",
  "get_child_work_units('p')",
  "get_child_work_units('q')",
];

const keys = new Keys();

export const workerWalks: readonly RawCase[] = [
  walk({
    id: "workers",
    title: "workers and their children: after each call, who is registered and what the children have",
    requires: ["WORKER-2", "WORKER-13", "WORKER-14", "WORKER-16", "WORKER-21", "WORKER-30", "WORKER-33", "WORKER-41"],
    rows: 24,
    steps: 14,
    seed: 5,
    begin: () => [
      "set_work_spec({'name': 's'})",
      "set_work_spec({'name': 't', 'max_retries': 1})",
      `add_work_units('s', [${keys.next()}, [${keys.next()}, {'n': 1}], ${keys.next()}])`,
      `add_work_units('t', [${keys.next()}, ${keys.next()}])`,
      "worker_heartbeat('c', 'RUN', 300, null, 'p')",
    ],
    step: (random) => [call(random, keys), ...SEEN, `get_worker_info(${random.pick(WORKERS)})`],
    end: [
      ...["'p'", "'q'", "'c'", "'d'", "h'ff'"].map((worker) => `worker_unregister(${worker})`),
      "worker_stats()",
      "get_child_work_units('p')",
      "clear()",
    ],
  }),
];
