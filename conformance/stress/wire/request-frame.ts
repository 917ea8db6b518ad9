// Encodes the calls of a workload as frames, with methods, parameters and options as the Python client sends them.
import type { Buffer } from "node:buffer";
import { FrameWriter } from "../../cbor/frame-writer.ts";
import type { AddedUnit, Request } from "../history/call.ts";

/** Shared: each frame is completed synchronously, before the next one is started. */
const writer = new FrameWriter();

const METHOD: Record<Request["do"], string> = {
  "set-spec": "set_work_spec",
  add: "add_work_units",
  "get-work": "get_work",
  update: "update_work_unit",
  prioritize: "prioritize_work_units",
  control: "control_work_spec",
  delete: "del_work_units",
  status: "get_work_unit_status",
  list: "get_work_units",
  count: "count_work_units",
  heartbeat: "worker_heartbeat",
  unregister: "worker_unregister",
  workers: "list_worker_modes",
  lock: "lock",
  "renew-lock": "renew",
  unlock: "unlock",
  "read-lock": "readlock",
  children: "get_child_work_units",
  clear: "clear",
};

/** The frame of a call. Unit data is small and made from the key. */
export function requestFrame(id: number, request: Request): Buffer {
  writer.map(3);
  writer.text("params");
  writeParams(request);
  writer.text("id");
  writer.int(id);
  writer.text("method");
  writer.bytes(METHOD[request.do]);
  return writer.takeFrame();
}

function writeParams(request: Request): void {
  switch (request.do) {
    case "set-spec":
      writer.array(1);
      writeSpec(request);
      break;
    case "add":
      writer.array(2);
      writer.text(request.spec);
      writer.array(request.units.length);
      for (const unit of request.units) writeUnit(unit);
      break;
    case "get-work":
      writer.array(2);
      writer.text(request.worker);
      writer.map(request.specs.length === 0 ? 3 : 4);
      if (request.specs.length > 0) {
        writer.text("work_spec_names");
        writeTexts(request.specs);
      }
      writeOption("max_jobs", request.most);
      writeOption("lease_time", request.lease);
      writeOption("available_gb", 1);
      break;
    case "update":
      writer.array(3);
      writer.text(request.spec);
      writer.text(request.key);
      writeUpdate(request);
      break;
    case "prioritize": {
      const { keys, priority, by } = request;
      writer.array(2);
      writer.text(request.spec);
      writer.map(3);
      writer.text("work_unit_keys");
      writeTexts(keys);
      writeOption("priority", by === "adjustment" ? null : priority);
      writeOption("adjustment", by === "adjustment" ? priority : by === "both" ? IGNORED_ADJUSTMENT : null);
      break;
    }
    case "control": {
      const { spec, status, maxRunning } = request;
      writer.array(2);
      writer.text(spec);
      writer.map((status === "" ? 0 : 1) + (maxRunning < 0 ? 0 : 1));
      if (status !== "") writeOption("status", status === "paused" ? 2 : 1);
      if (maxRunning >= 0) writeOption("max_running", maxRunning);
      break;
    }
    case "delete":
      writer.array(2);
      writer.text(request.spec);
      writer.map(request.status === 0 ? 1 : 2);
      writer.text("work_unit_keys");
      writeTexts(request.keys);
      if (request.status !== 0) writeOption("state", request.status);
      break;
    case "status":
      writer.array(2);
      writer.text(request.spec);
      writeTexts(request.keys);
      break;
    case "list": {
      const { spec, status, after, limit } = request;
      writer.array(2);
      writer.text(spec);
      writer.map(1 + (status === 0 ? 0 : 1) + (after === "" ? 0 : 1));
      if (status !== 0) writeOption("state", status);
      if (after !== "") {
        writer.text("start");
        writer.text(after);
      }
      writeOption("limit", limit);
      break;
    }
    case "count":
      writer.array(1);
      writer.text(request.spec);
      break;
    case "heartbeat":
      writer.array(5);
      writer.text(request.worker);
      writer.text("run");
      writer.int(request.lifetime);
      writer.map(1);
      writer.text("note");
      writer.text("stress");
      if (request.parent === "") writer.null();
      else writer.text(request.parent);
      break;
    case "unregister":
    case "children":
      writer.array(1);
      writer.text(request.worker);
      break;
    case "workers":
    case "clear":
      writer.array(0);
      break;
    case "lock":
    case "renew-lock":
      writer.array(3);
      writer.text(request.owner);
      writer.int(request.seconds);
      writePaths(request.path);
      break;
    case "unlock":
      writer.array(2);
      writer.text(request.owner);
      writePaths(request.path);
      break;
    case "read-lock":
      writer.array(1);
      writePaths(request.path);
      break;
    default:
      request satisfies never;
  }
}

/** Large enough that a daemon that does not ignore it shows a wrong priority. */
const IGNORED_ADJUSTMENT = 1_000;

function writeSpec({ spec, successor, maxRunning, maxGetwork, maxRetries, interval }: Request & { do: "set-spec" }) {
  const limits = [maxRunning, maxGetwork, maxRetries].filter((limit) => limit > 0).length;
  writer.map(5 + limits + (successor === "" ? 0 : 1) + (interval < 0 ? 0 : 2));
  for (const [name, value] of [["name", spec], ...FIXED]) {
    writer.text(name);
    writer.text(value);
  }
  writeOption("min_gb", 1);
  if (successor !== "") {
    writer.text("then");
    writer.text(successor);
  }
  if (maxRunning > 0) writeOption("max_running", maxRunning);
  if (maxGetwork > 0) writeOption("max_getwork", maxGetwork);
  if (maxRetries > 0) writeOption("max_retries", maxRetries);
  if (interval < 0) return;
  writer.text("continuous");
  writer.true();
  writeOption("interval", interval);
}

const FIXED = [
  ["module", "stress"],
  ["run_function", "run"],
  ["desc", "made by a stress run"],
] as const;

function writeUnit({ key, priority, delay }: AddedUnit): void {
  writer.array(3);
  writer.bytes(key);
  writeData("key", key);
  writer.map(delay > 0 ? 2 : 1);
  writeOption("priority", priority);
  if (delay > 0) writeOption("delay", delay);
}

function writeData(name: string, key: string): void {
  writer.map(1);
  writer.text(name);
  writer.text(key);
}

function writeUpdate({ status, lease, worker, output }: Request & { do: "update" }): void {
  writer.map(1 + (status === 0 ? 0 : 1) + (lease === 0 ? 0 : 1) + (output.length === 0 ? 0 : 1));
  writer.text("worker_id");
  writer.text(worker);
  if (status !== 0) writeOption("status", status);
  if (lease !== 0) writeOption("lease_time", lease);
  if (output.length === 0) return;
  writer.text("data");
  writer.map(1);
  writer.text("output");
  writeOutput(output);
}

/** A map from keys to data, as the Python client's workers send it; a list if a unit has a priority or a delay. */
function writeOutput(output: readonly AddedUnit[]): void {
  if (output.some(({ priority, delay }) => priority !== 0 || delay !== 0)) {
    writer.array(output.length);
    for (const unit of output) writeUnit(unit);
    return;
  }
  writer.map(output.length);
  for (const { key } of output) {
    writer.text(key);
    writeData("of", key);
  }
}

function writeOption(name: string, value: number | null): void {
  writer.text(name);
  if (value === null) writer.null();
  else writer.int(value);
}

function writeTexts(texts: readonly string[]): void {
  writer.array(texts.length);
  for (const each of texts) writer.text(each);
}

/** Writes a list with one path. */
function writePaths(path: readonly string[]): void {
  writer.array(1);
  writeTexts(path);
}
