// The calls of a workload as frames: method, parameters and options as the Python client names them.

import { encodeFrame } from "../../client/codec.ts";
import type { AddedUnit, Request } from "../history/call.ts";

/** The frame of a call. Unit data is small and made from the key. */
export function requestFrame(id: number, request: Request): Buffer {
  const { method, params } = callOf(request);
  return encodeFrame({ params, id, method });
}

const METHOD: Record<Request["do"], Buffer> = {
  "set-spec": Buffer.from("set_work_spec"),
  add: Buffer.from("add_work_units"),
  "get-work": Buffer.from("get_work"),
  update: Buffer.from("update_work_unit"),
  prioritize: Buffer.from("prioritize_work_units"),
  control: Buffer.from("control_work_spec"),
  delete: Buffer.from("del_work_units"),
  status: Buffer.from("get_work_unit_status"),
  list: Buffer.from("get_work_units"),
  count: Buffer.from("count_work_units"),
  heartbeat: Buffer.from("worker_heartbeat"),
  unregister: Buffer.from("worker_unregister"),
  workers: Buffer.from("list_worker_modes"),
  lock: Buffer.from("lock"),
  "renew-lock": Buffer.from("renew"),
  unlock: Buffer.from("unlock"),
  "read-lock": Buffer.from("readlock"),
  children: Buffer.from("get_child_work_units"),
  clear: Buffer.from("clear"),
};

function callOf(request: Request): { method: Buffer; params: readonly unknown[] } {
  return { method: METHOD[request.do], params: paramsOf(request) };
}

function paramsOf(request: Request): readonly unknown[] {
  switch (request.do) {
    case "set-spec":
      return [specDictionary(request)];
    case "add":
      return [request.spec, request.units.map(unitItem)];
    case "get-work": {
      const names = request.specs.length === 0 ? {} : { work_spec_names: request.specs };
      return [request.worker, { ...names, max_jobs: request.most, lease_time: request.lease, available_gb: 1 }];
    }
    case "update":
      return [request.spec, request.key, updateOptions(request)];
    case "prioritize": {
      const { keys, priority, by } = request;
      const value = {
        priority: { priority, adjustment: null },
        adjustment: { priority: null, adjustment: priority },
        both: { priority, adjustment: IGNORED_ADJUSTMENT },
      }[by];
      return [request.spec, { work_unit_keys: keys, ...value }];
    }
    case "control": {
      const status = request.status === "" ? {} : { status: request.status === "paused" ? 2 : 1 };
      return [request.spec, { ...status, ...(request.maxRunning < 0 ? {} : { max_running: request.maxRunning }) }];
    }
    case "delete":
      return [
        request.spec,
        { work_unit_keys: request.keys, ...(request.status === 0 ? {} : { state: request.status }) },
      ];
    case "status":
      return [request.spec, request.keys];
    case "list": {
      const state = request.status === 0 ? {} : { state: request.status };
      return [
        request.spec,
        { ...state, ...(request.after === "" ? {} : { start: request.after }), limit: request.limit },
      ];
    }
    case "count":
      return [request.spec];
    case "heartbeat":
      return [
        request.worker,
        "run",
        request.lifetime,
        { note: "stress" },
        request.parent === "" ? null : request.parent,
      ];
    case "unregister":
    case "children":
      return [request.worker];
    case "workers":
    case "clear":
      return [];
    case "lock":
    case "renew-lock":
      return [request.owner, request.seconds, [request.path]];
    case "unlock":
      return [request.owner, [request.path]];
    case "read-lock":
      return [[request.path]];
    default:
      return request satisfies never;
  }
}

/** So much that it shows where it counts. */
const IGNORED_ADJUSTMENT = 1_000;

function specDictionary(request: Request & { do: "set-spec" }): unknown {
  const { spec, successor, maxRunning, maxGetwork, maxRetries, interval } = request;
  const dictionary = new Map<string, unknown>([
    ["name", spec],
    ["module", "stress"],
    ["run_function", "run"],
    ["desc", "made by a stress run"],
    ["min_gb", 1],
  ]);
  if (successor !== "") dictionary.set("then", successor);
  if (maxRunning > 0) dictionary.set("max_running", maxRunning);
  if (maxGetwork > 0) dictionary.set("max_getwork", maxGetwork);
  if (maxRetries > 0) dictionary.set("max_retries", maxRetries);
  if (interval >= 0) dictionary.set("continuous", true).set("interval", interval);
  return dictionary;
}

function unitItem({ key, priority, delay }: AddedUnit): readonly unknown[] {
  return [Buffer.from(key), { key }, delay > 0 ? { priority, delay } : { priority }];
}

function updateOptions({ status, lease, worker, output }: Request & { do: "update" }): object {
  return {
    worker_id: worker,
    ...(status === 0 ? {} : { status }),
    ...(lease === 0 ? {} : { lease_time: lease }),
    ...(output.length === 0 ? {} : { data: { output: outputItems(output) } }),
  };
}

/** A map from keys to data, as the client's own workers write it; a list where there is more to say. */
function outputItems(output: readonly AddedUnit[]): unknown {
  return output.every(({ priority, delay }) => priority === 0 && delay === 0)
    ? Object.fromEntries(output.map(({ key }) => [key, { of: key }]))
    : output.map(unitItem);
}
