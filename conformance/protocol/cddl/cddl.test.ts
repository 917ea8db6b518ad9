import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { assemble } from "../../cbor/assemble.ts";
import { openFrame } from "../../cbor/frame.ts";
import { parseItem } from "../../cbor/item.ts";
import { GOLDENS } from "../../package-files.ts";
import { loadTraffic } from "../../traffic/load.ts";
import { callIn } from "../call.ts";
import { METHOD_NAMES } from "../methods.ts";
import { protocolSchema } from "./match.ts";

const schema = protocolSchema();
const says = (method: string, result: string) =>
  schema.matchesMessage(`reply-${method}`, parseItem(assemble(`{'id': 1, 'result': ${result}}`)));

describe("protocol.cddl", () => {
  it("has a rule for the reply of every method", () => {
    expect(METHOD_NAMES.filter((method) => !schema.has(`reply-${method}`))).toEqual([]);
  });

  it("is what the reference answered to real clients", () => {
    const kept = ["upstream", "worker-sessions", "chaining"].flatMap((area) => loadTraffic(join(GOLDENS, area)));
    const wrong = kept.flatMap(({ file, turns }) =>
      turns.flatMap(({ send, reply }) => {
        const method = callIn(send)?.method ?? "";
        const message = reply === undefined ? undefined : openFrame(reply).message;
        if (message === undefined || !schema.has(`reply-${method}`)) return [];
        return schema.matchesMessage(`reply-${method}`, message) ? [] : [`${file} ${method}`];
      }),
    );
    expect(kept.length).toBeGreaterThan(50);
    expect(wrong).toEqual([]);
  });

  it.each([
    ["get_work_units", "[[], null]", "[null, null]"],
    ["list_worker_modes", `[{"w": "RUN"}, null]`, `{"w": "RUN"}`],
    ["get_work", `[128(["s", 'k', {}]), null]`, `[["s", 'k', {}], null]`],
    ["get_work", "[128([null, null, null]), null]", "[128([null, null]), null]"],
    ["get_work_unit_status", `[[{"status": 1}, null], null]`, `[[{"status": 2}], null]`],
    ["get_work_unit_status", `[[{"status": 3, "expiration": 5, "worker_id": "w"}], null]`, `[[{"status": 3}], null]`],
    ["count_work_units", "[{1: 2}, null]", "[{0: 2}, null]"],
    ["worker_stats", `{"num_workers": 0, "num_children": 0, "num_expirable": 0}`, `{"num_workers": 0}`],
    ["readlock", `["w", null]`, `"w"`],
    ["archive", "null", "1"],
  ])("takes for %s the reply %s, and not %s", (method, right, wrong) => {
    expect([says(method, right), says(method, wrong)]).toEqual([true, false]);
  });

  it("takes an error in place of a result", () => {
    const message = (notation: string) => schema.matchesMessage("reply-now", parseItem(assemble(notation)));
    expect(message(`{'id': 1, 'error': {"message": "no"}}`)).toBe(true);
    expect(message(`{'id': 1, 'error': {}}`)).toBe(false);
    expect(message("{'id': 1}")).toBe(false);
  });
});
