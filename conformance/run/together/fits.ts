// Decides which cases can share a daemon, by the methods they call. A case that lists everything must be alone.

import { elementsOf, fieldOf, stringOf } from "../../cbor/reading.ts";
import type { Golden } from "../../golden/format.ts";
import type { Call } from "../../protocol/call.ts";
import { callsOf, namesIn, pathsIn } from "./names.ts";
import { countsWorkers } from "./other-workers.ts";

/** Calls that name their work spec, worker or lock, and get_work, which skips the paused specs of other cases. */
const NAMED = new Set([
  "set_work_spec",
  "get_work_spec",
  "get_work_spec_meta",
  "control_work_spec",
  "del_work_spec",
  "add_work_units",
  "get_work_units",
  "get_work_unit_status",
  "count_work_units",
  "prioritize_work_units",
  "del_work_units",
  "get_work",
  "update_work_unit",
]);

/** Calls that name a worker or a lock. */
const OF_WORKERS = new Set([
  "worker_heartbeat",
  "worker_unregister",
  "get_worker_info",
  "get_child_work_units",
  "list_worker_modes",
]);
const OF_LOCKS = new Set(["lock", "locksome", "renew", "unlock", "readlock", "delete_namespace"]);
/** A larger case would keep the daemon busy when the pauses of other cases end. */
const MOST_BYTES = 65_536;

/** With which other cases a case with pauses can share a daemon: all, those that hold no locks, or none. */
export type Fit = "all" | "no-locks" | "none";

export function fitOf(golden: Golden): Fit {
  const calls = isPlain(golden) ? callsOf(golden) : undefined;
  if (calls === undefined) return "none";
  const isKnown = ({ method }: Call) => [NAMED, OF_WORKERS, OF_LOCKS].some((known) => known.has(method));
  if (!calls.every((call) => isKnown(call) || countsWorkers(call))) return "none";
  if (namesIn(calls).size === 0 || calls.some(isNameless)) return "none";
  if (!calls.some(locksTheRoot)) return "all";
  const lastWait = golden.steps.findLastIndex(({ kind }) => kind === "wait");
  const before = callsOf({ ...golden, steps: golden.steps.slice(0, lastWait) });
  // During its pauses the root must not be locked.
  return before?.some(locksTheRoot) !== false ? "none" : "no-locks";
}

/** Whether a case with pauses holds locks that would conflict with a lock of the root. */
export function holdsLocks(golden: Golden): boolean {
  return callsOf(golden)?.some(({ method }) => OF_LOCKS.has(method)) === true;
}

/**
 * Whether a case without pauses can be played unchanged during the pauses of others: none of its calls sees their data.
 * Called for every case, so it only searches the notation, except for locks.
 */
export function fitsBetween(golden: Golden): boolean {
  if (!isPlain(golden) || sizeOf(golden) > MOST_BYTES) return false;
  let locks = false;
  const isNamed = (call: string) => {
    const method = /^([a-z_]+)\(/.exec(call)?.[1] ?? "";
    locks ||= OF_LOCKS.has(method);
    return NAMED.has(method) || OF_LOCKS.has(method);
  };
  if (!golden.steps.every((step) => step.kind === "exchange" && step.call.every(isNamed))) return false;
  return !locks || callsOf(golden)?.some(locksTheRoot) === false;
}

/** Whether each step is a single segment, and no reply is random. */
function isPlain({ steps, flaky }: Golden): boolean {
  return flaky === undefined && steps.every((step) => step.kind === "wait" || step.sends.length === 1);
}

/** The number of bytes that a case sends and receives. */
export function sizeOf({ steps }: Golden): number {
  const sizes = steps.map((step) =>
    step.kind === "wait"
      ? 0
      : [...step.sends, ...step.replies.map(({ bytes }) => bytes)].reduce((n, each) => n + each.length, 0),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Whether a call names no work spec, so that it may see those of all cases. */
function isNameless(call: Call): boolean {
  return call.method === "set_work_spec" && !stringOf(fieldOf(call.params[0], "name"));
}

/** Whether a call locks or reads the root of the lock tree, which conflicts with all locks. */
export function locksTheRoot(call: Call): boolean {
  return pathsIn(call).some((path) => elementsOf(path).length === 0);
}
