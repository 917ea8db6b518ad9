// Which cases can be on one daemon at the same time, by what they call. Whoever looks at all there is must be alone.

import { elementsOf, fieldOf, stringOf } from "../../cbor/reading.ts";
import type { Golden } from "../../golden/format.ts";
import type { Call } from "../../protocol/call.ts";
import { callsOf, namesIn, pathsIn } from "./names.ts";
import { countsWorkers } from "./strangers.ts";

/** Calls that say of which spec, unit, worker or lock they are, and get_work, which finds nothing in the paused specs of others. */
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

/** Calls that say of which worker or lock they are. */
const OF_WORKERS = new Set([
  "worker_heartbeat",
  "worker_unregister",
  "get_worker_info",
  "get_child_work_units",
  "list_worker_modes",
]);
const OF_LOCKS = new Set(["lock", "locksome", "renew", "unlock", "readlock", "delete_namespace"]);
/** More than this takes a daemon's time from those whose wait is over. */
const MOST_BYTES = 2_000_000;

/**
 * How a case that waits can be played beside others that do: with those of every kind, with those that hold no locks, or not
 * at all.
 */
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
  // While it waits, the root must be free for others.
  return before?.some(locksTheRoot) !== false ? "none" : "no-locks";
}

/** Whether a case that waits has locks that one of the root would meet. */
export function holdsLocks(golden: Golden): boolean {
  return callsOf(golden)?.some(({ method }) => OF_LOCKS.has(method)) === true;
}

/**
 * Whether a case that does not wait can be played, as it is, while others wait: it calls nothing that sees theirs. Asked of
 * every case, so it looks at the notation alone, but for locks.
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

/** One segment a step, and nothing that is drawn by lot. */
function isPlain({ steps, flaky }: Golden): boolean {
  return flaky === undefined && steps.every((step) => step.kind === "wait" || step.sends.length === 1);
}

/** The bytes that a case sends and gets. */
export function sizeOf({ steps }: Golden): number {
  const sizes = steps.map((step) =>
    step.kind === "wait"
      ? 0
      : [...step.sends, ...step.replies.map(({ bytes }) => bytes)].reduce((n, each) => n + each.length, 0),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** A spec without a name is everybody's. */
function isNameless(call: Call): boolean {
  return call.method === "set_work_spec" && !stringOf(fieldOf(call.params[0], "name"));
}

/** A lock of everything, or a look at it, meets the locks of everybody. */
export function locksTheRoot(call: Call): boolean {
  return pathsIn(call).some((path) => elementsOf(path).length === 0);
}
