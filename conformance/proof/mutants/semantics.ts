// Mutants that execute a different request from the one they receive.

import { frameOf } from "../../cbor/frame.ts";
import { MAJOR } from "../../cbor/head.ts";
import type { Item } from "../../cbor/item.ts";
import { stringOf } from "../../cbor/reading.ts";
import { callIn } from "../../protocol/call.ts";
import { type Mutant, requests } from "./mutant.ts";
import { changeField, headed, note, type Place, sliceOf, type Visit } from "./rewrite.ts";

/** A mutant that ignores one option of these methods. */
function ignores(methods: readonly string[], option: string): Mutant {
  const short = methods[0] === "set_work_spec" ? "spec" : (methods[0] ?? "");
  return changing(
    methods,
    `ignores-${option}-of-${short}`,
    `${option} of ${methods.join(", ")} is ignored`,
    (item, bytes) => {
      if (item.kind !== "map" || !item.entries.some(({ key }) => stringOf(key) === option)) return undefined;
      const kept = item.entries.filter(({ key }) => stringOf(key) !== option);
      return headed(
        5,
        kept.length,
        kept.flatMap(({ key, value }) => [sliceOf(key, bytes), sliceOf(value, bytes)]),
      );
    },
  );
}

function changing(methods: readonly string[], name: string, wrong: string, visit: Visit): Mutant {
  return requests(name, wrong, (frame) => {
    const method = methodOf(frame);
    return method !== undefined && methods.includes(method) ? changeField(frame, "params", visit) : undefined;
  });
}

function methodOf(frame: Uint8Array): string | undefined {
  try {
    return callIn(frame)?.method;
  } catch {
    return undefined;
  }
}

/** A mutant that replaces the value of one parameter. */
function parameter(
  method: string,
  index: number,
  name: string,
  wrong: string,
  value: (item: Item, bytes: Uint8Array) => Uint8Array,
): Mutant {
  return changing([method], name, wrong, (item, bytes, { depth }) => {
    if (depth !== 0 || item.kind !== "array" || item.items.length <= index) return undefined;
    const parts = item.items.map((each, i) => (i === index ? value(each, bytes) : sliceOf(each, bytes)));
    return headed(MAJOR.array, parts.length, parts);
  });
}

/** A mutant that adds `by` to a positive integer option. */
function shifted(method: string, option: string, by: bigint, name: string, wrong: string): Mutant {
  return changing([method], name, wrong, (item: Item, _: Uint8Array, { key }: Place) =>
    key === option && item.kind === "int" && item.value > 0n ? headed(MAJOR.unsigned, item.value + by) : undefined,
  );
}

function calls(method: string, other: string, name: string, wrong: string): Mutant {
  return requests(name, wrong, (frame) => {
    const call = callInOrNone(frame);
    if (call?.method !== method) return undefined;
    const id = idOf(frame);
    return id === undefined ? undefined : frameOf(note(other.replace("ID", id)));
  });
}

const callInOrNone = (frame: Uint8Array) => {
  try {
    return callIn(frame);
  } catch {
    return undefined;
  }
};

function idOf(frame: Uint8Array): string | undefined {
  let id: string | undefined;
  changeField(frame, "id", (item) => {
    if (item.kind === "int") id = String(item.value);
    return undefined;
  });
  return id;
}

/** Drops the last element of the list that is the second parameter. */
const shortened: Visit = (item, bytes, { depth }) => {
  const list = depth === 0 && item.kind === "array" ? item.items[1] : undefined;
  const [first] = item.kind === "array" ? item.items : [];
  if (list?.kind !== "array" || first === undefined || list.items.length === 0) return undefined;
  const kept = list.items.slice(0, -1).map((each) => sliceOf(each, bytes));
  return headed(MAJOR.array, 2, sliceOf(first, bytes), headed(MAJOR.array, kept.length, kept));
};

export const semanticMutants: readonly Mutant[] = [
  ignores(["get_work"], "lease_time"),
  ignores(["get_work"], "max_jobs"),
  ignores(["get_work"], "work_spec_names"),
  shifted("get_work", "max_jobs", 1n, "one-job-too-many", "get_work hands out one more than max_jobs"),
  ignores(["update_work_unit"], "lease_time"),
  ignores(["update_work_unit"], "data"),
  ignores(["update_work_unit"], "worker_id"),
  ignores(["update_work_unit"], "status"),
  ignores(["add_work_units"], "delay"),
  ignores(["add_work_units"], "priority"),
  changing(["add_work_units"], "last-unit-not-added", "the last unit of a list is not added", shortened),
  ignores(["get_work_units"], "work_unit_keys"),
  ignores(["get_work_units"], "state"),
  ignores(["get_work_units"], "start"),
  ignores(["get_work_units"], "limit"),
  shifted("get_work_units", "limit", 1n, "one-unit-too-many", "get_work_units lists one more than its limit"),
  ignores(["list_work_specs"], "limit"),
  ignores(["list_work_specs"], "start"),
  ignores(["del_work_units"], "all"),
  ignores(["del_work_units"], "work_unit_keys"),
  ignores(["del_work_units"], "state"),
  ignores(["prioritize_work_units"], "priority"),
  ignores(["prioritize_work_units"], "adjustment"),
  ignores(["control_work_spec"], "status"),
  ignores(["control_work_spec"], "weight"),
  ignores(["control_work_spec"], "interval"),
  ignores(["control_work_spec"], "max_running"),
  ignores(["control_work_spec"], "continuous"),
  ...[
    "disabled",
    "continuous",
    "interval",
    "weight",
    "nice",
    "priority",
    "max_running",
    "max_getwork",
    "max_retries",
    "then",
    "runtime",
  ].map((option) => ignores(["set_work_spec"], option)),
  parameter("worker_heartbeat", 1, "mode-forgotten", "a heartbeat's mode is ignored", () => note("'?'")),
  parameter("worker_heartbeat", 2, "workers-never-expire", "a heartbeat's expire_seconds is ignored", () =>
    note("86400"),
  ),
  parameter("worker_heartbeat", 3, "heartbeat-data-forgotten", "a heartbeat's data is ignored", () => note("{}")),
  parameter("worker_heartbeat", 4, "parent-forgotten", "a heartbeat's parent is ignored", () => note("null")),
  parameter("lock", 1, "locks-never-expire", "a lock's timeout is ignored", () => note("1000000")),
  parameter("get_worker_info", 0, "worker-mixed-up", "get_worker_info tells of another worker", () =>
    note("'another'"),
  ),
  calls("clear", "{'params': [], 'id': ID, 'method': 'now'}", "clear-does-nothing", "clear clears nothing"),
  calls(
    "del_work_spec",
    "{'params': ['no such spec'], 'id': ID, 'method': 'del_work_spec'}",
    "specs-never-deleted",
    "work specs cannot be deleted",
  ),
  calls(
    "worker_unregister",
    "{'params': ['no such worker'], 'id': ID, 'method': 'worker_unregister'}",
    "workers-never-unregister",
    "workers cannot be unregistered",
  ),
];
