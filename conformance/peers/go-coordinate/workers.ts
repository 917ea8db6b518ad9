// Rules for the Go daemon's divergences in workers (K4, K5, K17, K28, K31).

import { elementsOf, fieldOf, isNull, stringOf } from "../../cbor/reading.ts";
import type { Difference } from "../../judge/difference.ts";
import type { Exchange, Rule } from "../rule.ts";
import { callsOf, isMethod, numberOf, refusesWith, workersNamed } from "./history.ts";

export const workerPoints: readonly Rule[] = [
  {
    point: "K4",
    explains: ({ path }, exchange, before) => path === "result" && isBareMapOfWorkers(exchange, before),
  },
  { point: "K5", explains: (difference, exchange) => isUnknownUnregistered(difference, exchange) },
  {
    point: "K5",
    explains: ({ path, got }, { call, expected }) =>
      isMethod(call, "worker_heartbeat") && path === "[1]" && got === "null" && expected.kind === "result",
  },
  {
    point: "K5",
    explains: ({ path }, exchange, before) =>
      isMethod(exchange.call, "worker_stats") && /^\.num_/.test(path) && countsMore(exchange, before),
  },
  {
    point: "K31",
    explains: ({ path, kind, expected, got }, { call }) =>
      isMethod(call, "get_worker_info") &&
      ((path === "[0].age_seconds" && kind !== "extra") ||
        (path === "[0]" && expected.includes("age_seconds") && got === "null")),
  },
  {
    point: "K5",
    explains: ({ path }, { call }, before) =>
      isMethod(call, "get_worker_info") &&
      path.startsWith("[0]") &&
      isForgotten(stringOf(call.params[0]) ?? "", before),
  },
  {
    point: "K5",
    explains: ({ path, kind }, { call }, before) =>
      isMethod(call, "get_child_work_units") && kind === "extra" && namesChild(path, before),
  },
  {
    point: "K28",
    explains: ({ path, kind }, { call }) =>
      isMethod(call, "get_child_work_units") && /^\[0\].+\[\d+\]/.test(path) && kind !== "order",
  },
  {
    point: "K17",
    explains: (_, exchange, before) =>
      isMethod(exchange.call, "get_child_work_units") &&
      refusesWith(exchange, /^Object no longer exists$/) &&
      callsOf(before, "del_work_spec", "clear").length > 0,
  },
];

/** Whether the reply is a map without a pair around it: the expected workers, and others that were named in calls. */
function isBareMapOfWorkers({ call, expected, got }: Exchange, before: readonly Exchange[]): boolean {
  if (!isMethod(call, "list_worker_modes", "mode_counts") || expected.kind !== "result" || got.kind !== "result")
    return false;
  const [wanted] = elementsOf(expected.item);
  const { item: came } = got;
  if (wanted?.kind !== "map" || came.kind !== "map") return false;
  const named = workersNamed(before);
  if (call.method === "mode_counts") {
    const total = came.entries.reduce((sum, { value }) => sum + (numberOf(value) ?? Number.NaN), 0);
    const atLeast = wanted.entries.every(
      ({ key, value }) => (numberOf(fieldOf(came, stringOf(key) ?? "")) ?? 0) >= (numberOf(value) ?? 0),
    );
    return atLeast && total <= named.size;
  }
  const kept = wanted.entries.every(
    ({ key, value }) => stringOf(fieldOf(came, stringOf(key) ?? "")) === stringOf(value),
  );
  return kept && came.entries.every(({ key }) => named.has(stringOf(key) ?? "?"));
}

/** Whether an unknown worker was unregistered without an error message. */
function isUnknownUnregistered({ path }: Difference, { call, expected, got }: Exchange): boolean {
  if (!isMethod(call, "worker_unregister") || expected.kind !== "result" || got.kind !== "result") return false;
  const [, message] = elementsOf(expected.item);
  const [, none] = elementsOf(got.item);
  return /^\[[01]\]$/.test(path) && /^no worker /.test(stringOf(message) ?? "") && isNull(none);
}

/** Whether the counts are at least the expected ones, and at most the number of workers named in calls. */
function countsMore({ expected, got }: Exchange, before: readonly Exchange[]): boolean {
  if (expected.kind !== "result" || got.kind !== "result") return false;
  const most = workersNamed(before).size;
  return ["num_workers", "num_children", "num_expirable"].every((name) => {
    const came = numberOf(fieldOf(got.item, name)) ?? Number.NaN;
    return came >= (numberOf(fieldOf(expected.item, name)) ?? 0) && came <= most;
  });
}

/** Whether a worker never sent a heartbeat, or has unregistered since. */
function isForgotten(id: string, before: readonly Exchange[]): boolean {
  const calls = callsOf(before, "worker_heartbeat", "worker_unregister");
  const last = calls.findLast(({ params }) => (stringOf(params[0]) ?? "") === id);
  return last === undefined || last.method === "worker_unregister";
}

/** Whether the path leads to a worker that was named in a call. */
function namesChild(path: string, before: readonly Exchange[]): boolean {
  const id = /^\[0\](?:\.(\w+)|\["([^"]*)"\])$/.exec(path);
  return id !== null && workersNamed(before).has(Buffer.from(id[1] ?? id[2] ?? "").toString("latin1"));
}
