import { describe, expect, it } from "vitest";
import { assemble } from "../../cbor/assemble.ts";
import { frameOf } from "../../cbor/frame.ts";
import type { Request } from "../history/call.ts";
import { requestFrame } from "./request-frame.ts";

const unit = { key: "k", priority: 0, delay: 0 };
const spec = {
  do: "set-spec",
  spec: "s",
  successor: "",
  maxRunning: 0,
  maxGetwork: 0,
  maxRetries: 0,
  interval: -1,
} as const;
const SPEC = `"module": "stress", "run_function": "run", "desc": "made by a stress run", "min_gb": 1`;
const update = { do: "update", spec: "s", key: "k", worker: "w", status: 4, lease: 0, output: [] } as const;
const prioritize = { do: "prioritize", spec: "s", keys: ["k"], priority: -2 } as const;

describe("requestFrame()", () => {
  it.each<[Request, method: string, params: string]>([
    [spec, "set_work_spec", `{"name": "s", ${SPEC}}`],
    [
      { ...spec, successor: "t", maxRunning: 4, maxGetwork: 3, maxRetries: 2, interval: 0 },
      "set_work_spec",
      `{"name": "s", ${SPEC}, "then": "t", "max_running": 4, "max_getwork": 3, "max_retries": 2, "continuous": true, "interval": 0}`,
    ],
    [
      { do: "add", spec: "s", units: [unit, { ...unit, priority: -300, delay: 70_000 }] },
      "add_work_units",
      `"s", [['k', {"key": "k"}, {"priority": 0}], ['k', {"key": "k"}, {"priority": -300, "delay": 70000}]]`,
    ],
    [
      { do: "get-work", worker: "w", specs: [], most: 1, lease: 300 },
      "get_work",
      `"w", {"max_jobs": 1, "lease_time": 300, "available_gb": 1}`,
    ],
    [
      { do: "get-work", worker: "w", specs: ["s", "t"], most: 1, lease: 1 },
      "get_work",
      `"w", {"work_spec_names": ["s", "t"], "max_jobs": 1, "lease_time": 1, "available_gb": 1}`,
    ],
    [update, "update_work_unit", `"s", "k", {"worker_id": "w", "status": 4}`],
    [{ ...update, status: 0, lease: 9 }, "update_work_unit", `"s", "k", {"worker_id": "w", "lease_time": 9}`],
    [
      { ...update, output: [unit] },
      "update_work_unit",
      `"s", "k", {"worker_id": "w", "status": 4, "data": {"output": {"k": {"of": "k"}}}}`,
    ],
    [
      { ...update, output: [unit, { ...unit, priority: 1 }] },
      "update_work_unit",
      `"s", "k", {"worker_id": "w", "status": 4, "data": {"output": [['k', {"key": "k"}, {"priority": 0}], ['k', {"key": "k"}, {"priority": 1}]]}}`,
    ],
    [
      { ...prioritize, by: "priority" },
      "prioritize_work_units",
      `"s", {"work_unit_keys": ["k"], "priority": -2, "adjustment": null}`,
    ],
    [
      { ...prioritize, by: "adjustment" },
      "prioritize_work_units",
      `"s", {"work_unit_keys": ["k"], "priority": null, "adjustment": -2}`,
    ],
    [
      { ...prioritize, by: "both" },
      "prioritize_work_units",
      `"s", {"work_unit_keys": ["k"], "priority": -2, "adjustment": 1000}`,
    ],
    [{ do: "control", spec: "s", status: "paused", maxRunning: -1 }, "control_work_spec", `"s", {"status": 2}`],
    [
      { do: "control", spec: "s", status: "running", maxRunning: 0 },
      "control_work_spec",
      `"s", {"status": 1, "max_running": 0}`,
    ],
    [{ do: "control", spec: "s", status: "", maxRunning: 5 }, "control_work_spec", `"s", {"max_running": 5}`],
    [{ do: "delete", spec: "s", keys: ["k", "l"], status: 0 }, "del_work_units", `"s", {"work_unit_keys": ["k", "l"]}`],
    [{ do: "delete", spec: "s", keys: [], status: 5 }, "del_work_units", `"s", {"work_unit_keys": [], "state": 5}`],
    [{ do: "status", spec: "s", keys: ["k"] }, "get_work_unit_status", `"s", ["k"]`],
    [{ do: "list", spec: "s", status: 0, after: "", limit: 20 }, "get_work_units", `"s", {"limit": 20}`],
    [
      { do: "list", spec: "s", status: 4, after: "k", limit: 200 },
      "get_work_units",
      `"s", {"state": 4, "start": "k", "limit": 200}`,
    ],
    [{ do: "count", spec: "s" }, "count_work_units", `"s"`],
    [
      { do: "heartbeat", worker: "w", lifetime: 2, parent: "" },
      "worker_heartbeat",
      `"w", "run", 2, {"note": "stress"}, null`,
    ],
    [
      { do: "heartbeat", worker: "w", lifetime: 2, parent: "p" },
      "worker_heartbeat",
      `"w", "run", 2, {"note": "stress"}, "p"`,
    ],
    [{ do: "unregister", worker: "w" }, "worker_unregister", `"w"`],
    [{ do: "children", worker: "w" }, "get_child_work_units", `"w"`],
    [{ do: "workers" }, "list_worker_modes", ""],
    [{ do: "clear" }, "clear", ""],
    [{ do: "lock", owner: "w", seconds: 3, path: ["a", "b"] }, "lock", `"w", 3, [["a", "b"]]`],
    [{ do: "renew-lock", owner: "w", seconds: 3, path: ["a"] }, "renew", `"w", 3, [["a"]]`],
    [{ do: "unlock", owner: "w", path: ["a"] }, "unlock", `"w", [["a"]]`],
    [{ do: "read-lock", path: ["a"] }, "readlock", `[["a"]]`],
  ])("writes %j as %s(%s)", (request, method, params) => {
    expect(requestFrame(7, request).toString("hex")).toBe(frameWith(7, method, params));
  });

  it.each([1, 23, 24, 200, 255, 256, 5_000, 65_535, 100_000])("writes a name of %i bytes, ASCII or not", (length) => {
    for (const key of ["k".repeat(length), "k".repeat(length - 1).concat("\u00e9")]) {
      const frame = requestFrame(0x1_0000_0000, { do: "status", spec: "s", keys: [key] });
      expect(frame.toString("hex")).toBe(frameWith(0x1_0000_0000, "get_work_unit_status", `"s", ["${key}"]`));
    }
  });
});

/** A request with its entries in the order in which requestFrame() writes them. */
function frameWith(id: number, method: string, params: string): string {
  return frameOf(assemble(`{"params": [${params}], "id": ${id}, "method": '${method}'}`)).toString("hex");
}
