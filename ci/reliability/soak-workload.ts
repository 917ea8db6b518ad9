// The mixed work of a soak: what producers, workers, readers and the janitor do over and over, reported to the checker.
import type { Checker, Moment } from "./checker.ts";
import { ConnectionLost, itemsOf, RpcClient } from "./rpc-client.ts";

const SPEC = "soak";
/** How many units wait for work at most, and how many that are done wait to be deleted. */
const WAITING = 3_000;
const DONE = 2_000;

export type Soak = {
  port: number;
  checker: Checker;
  /** Set when everybody is to come to an end. */
  isOver: boolean;
  calls: number;
  /** Connections that were reset with a call under way. */
  killed: number;
  /** What went wrong other than a unit's story. */
  faults: string[];
};

const now = () => Date.now() / 1000;
export const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** A call and the moments between which it was carried out. */
async function timed(soak: Soak, client: RpcClient, method: string, ...params: unknown[]): Promise<[unknown, Moment]> {
  soak.calls++;
  const sent = now();
  const result = await client.call(method, ...params);
  return [result, { sent, received: now() }];
}

async function pairOf(soak: Soak, client: RpcClient, method: string, ...params: unknown[]): Promise<[unknown, Moment]> {
  const [result, moment] = await timed(soak, client, method, ...params);
  const [value, message] = itemsOf(result);
  if (message !== null) soak.faults.push(`${method}: ${message}`);
  return [value, moment];
}

export async function prepare(soak: Soak): Promise<void> {
  const client = new RpcClient(soak.port);
  await pairOf(soak, client, "set_work_spec", { name: SPEC, module: "m", run_function: "f", config: { a: [1, 2.5] } });
  client.socket.end();
}

/** Adds units in tens, now and then with a delay, as long as few wait. Some connections die with the call under way. */
export async function produce(soak: Soak, name: number): Promise<void> {
  let client = new RpcClient(soak.port);
  for (let serial = 0; !soak.isOver; serial++) {
    if (soak.checker.size > WAITING + DONE) {
      await pause(0.05);
      continue;
    }
    const keys = Array.from({ length: 10 }, (_, i) => `p${name}-${serial}-${i}`);
    const units = keys.map((key, i) => [
      Buffer.from(key),
      { [`k${i}`]: "v".repeat(50), n: i / 3 },
      serial % 7 === 0 ? { delay: 1, priority: i } : { priority: i % 3 },
    ]);
    for (const key of keys) soak.checker.adding(key);
    const adding = pairOf(soak, client, "add_work_units", SPEC, units);
    if (serial % 50 === 49) {
      soak.killed++;
      setImmediate(() => client.kill());
    }
    try {
      await adding;
      for (const key of keys) soak.checker.added(key);
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
      client = new RpcClient(soak.port);
      await pause(0.2);
      await settle(soak, client, keys);
    }
  }
  client.socket.end();
}

/** After a call whose reply never came: all of its units were added, or none. */
async function settle(soak: Soak, client: RpcClient, keys: readonly string[]): Promise<void> {
  const [list] = await pairOf(
    soak,
    client,
    "get_work_unit_status",
    SPEC,
    keys.map((key) => Buffer.from(key)),
  );
  // Some may have been done and deleted by now.
  const there = itemsOf(list).filter((status, i) => status !== null || !soak.checker.has(keys[i] ?? "")).length;
  if (there !== 0 && there !== keys.length)
    soak.faults.push(`half of a request was carried out: ${there} of ${keys[0]}...`);
  for (const key of keys) {
    if (there === 0) soak.checker.neverAdded(key);
    else soak.checker.added(key);
  }
}

/** Gets work and makes something of it: mostly finishes, sometimes fails, gives back, renews, or never reports. */
export async function work(soak: Soak, name: number, idleSeconds: number): Promise<void> {
  const client = new RpcClient(soak.port);
  for (let turn = name; !soak.isOver; turn++) {
    const seconds = 2 + (turn % 3);
    const maxJobs = 1 + (turn % 4);
    const options = { lease_time: seconds, max_jobs: maxJobs, available_gb: 8 };
    const [value, leased] = await pairOf(soak, client, "get_work", `w${name}`, options);
    const keys = (maxJobs === 1 ? [value] : itemsOf(value)).map((job) => itemsOf(job)[1]).filter((key) => key !== null);
    const jobs = keys.map((key) => ({ key: String(key), lease: soak.checker.leased(String(key), leased, seconds) }));
    for (const [i, job] of jobs.entries()) await report(soak, client, job, (turn + i) % 20, leased.sent + seconds);
    if (turn % 10 === 0) await pairOf(soak, client, "worker_heartbeat", `w${name}`, "run", 30, { turn }, "parent");
    await pause(keys.length === 0 ? 0.2 : idleSeconds);
  }
  client.socket.end();
}

type Job = { key: string; lease: number };

async function report(soak: Soak, client: RpcClient, { key, lease }: Job, kind: number, until: number): Promise<void> {
  if (kind === 0) return;
  // A report that comes when the lease may be over is not made: the unit may have another owner.
  if (now() > until - 0.3) return;
  const update = (options: object) => pairOf(soak, client, "update_work_unit", SPEC, Buffer.from(key), options);
  if (kind === 1) {
    soak.checker.renewing(key, lease, now(), 2);
    const [, moment] = await update({ lease_time: 2, data: { renewed: 1 } });
    soak.checker.renewed(key, lease, moment, 2);
    return;
  }
  const [status, outcome] =
    kind < 4 ? ([1, "released"] as const) : kind < 6 ? ([5, "failed"] as const) : ([4, "finished"] as const);
  soak.checker.reporting(key, lease, outcome);
  const [changed, moment] = await update({ status, data: { done: "x".repeat(80), traceback: "none" } });
  soak.checker.reported(key, lease, outcome, changed === true, moment);
}

/** Reads what there is to read; every status must agree with the checker. */
export async function read(soak: Soak): Promise<void> {
  const client = new RpcClient(soak.port);
  for (let turn = 0; !soak.isOver; turn++) {
    const keys = [...soak.checker.keys("leased")].slice(0, 20);
    const [list, moment] = await pairOf(soak, client, "get_work_unit_status", SPEC, keys);
    for (const [i, status] of itemsOf(list).entries()) {
      if (!(status instanceof Map)) continue;
      const expiration = Number(status.get("expiration") ?? 0);
      if (status.get("status") === 3) soak.checker.pending(keys[i] ?? "", expiration, moment);
    }
    await pairOf(soak, client, "count_work_units", SPEC);
    await pairOf(soak, client, "get_work_units", SPEC, {
      state: [1, 3],
      limit: 50,
      start: Buffer.from(`p${turn % 5}`),
    });
    await pairOf(soak, client, "get_child_work_units", "parent");
    await pairOf(soak, client, "list_worker_modes");
    await timed(soak, client, "worker_stats");
    if (keys.length > 0)
      await pairOf(soak, client, "prioritize_work_units", SPEC, {
        work_unit_keys: keys,
        adjustment: turn % 2 === 0 ? 1 : -1,
      });
    await pause(0.1);
  }
  client.socket.end();
}

/** Deletes units that are done; as many must go as the checker says are there. */
export async function tidy(soak: Soak): Promise<void> {
  const client = new RpcClient(soak.port);
  while (!soak.isOver) {
    for (const [state, status] of [
      ["finished", 4],
      ["failed", 5],
    ] as const) {
      const keys = [...soak.checker.keys(state)].slice(0, -200);
      if (keys.length === 0) continue;
      const [count] = await pairOf(soak, client, "del_work_units", SPEC, { work_unit_keys: keys, state: status });
      if (count !== keys.length) soak.faults.push(`${keys.length} units were ${state}, ${count} were deleted`);
      for (const key of keys) soak.checker.deleted(key);
    }
    await pause(0.25);
  }
  client.socket.end();
}

/** Takes one of a few locks and gives it back: never may two hold the same. */
export async function lock(soak: Soak, name: number, held: Set<string>): Promise<void> {
  const client = new RpcClient(soak.port);
  for (let turn = name; !soak.isOver; turn++) {
    const path = ["soak", `lock${turn % 3}`];
    const [locked] = itemsOf(await client.call("lock", `l${name}`, 60, [path]));
    soak.calls++;
    if (locked === true) {
      const id = path.join("/");
      if (held.has(id)) soak.faults.push(`${id} is held by two`);
      held.add(id);
      await pause(0.005);
      held.delete(id);
      await pairOf(soak, client, "unlock", `l${name}`, [path]);
    }
    await pause(0.05);
  }
  client.socket.end();
}

/** At the end, when every lease is over: nothing pending, every unit there, as it was left. */
export async function takeStock(soak: Soak): Promise<void> {
  const client = new RpcClient(soak.port);
  const [counts] = await pairOf(soak, client, "count_work_units", SPEC);
  const count = (status: number) => (counts instanceof Map ? Number(counts.get(status) ?? 0) : 0);
  if (count(3) !== 0) soak.faults.push(`${count(3)} units are pending after the longest lease`);
  const total = count(1) + count(3) + count(4) + count(5);
  if (total !== soak.checker.size) soak.faults.push(`${total} units are there, and ${soak.checker.size} should be`);
  for (const state of ["waiting", "leased", "finished", "failed"] as const) {
    const keys = [...soak.checker.keys(state), ...soak.checker.keys(state, true)];
    const [list] = await pairOf(soak, client, "get_work_unit_status", SPEC, keys);
    for (const [i, status] of itemsOf(list).entries()) {
      const key = keys[i] ?? "";
      if (status instanceof Map) soak.checker.settled(key, Number(status.get("status")));
      else soak.checker.missing(key);
    }
  }
  client.socket.end();
}
