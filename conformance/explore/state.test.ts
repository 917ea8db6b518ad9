import { describe, expect, it } from "vitest";
import type { Step } from "./session.ts";
import { apply, emptyState } from "./state.ts";
import { listOf, mapOf, type Tree } from "./tree.ts";

const call = (method: string, ...params: readonly Tree[]): Step => ({ kind: "call", conn: 1, method, params });
const added = [
  call("set_work_spec", mapOf([["'name'", '"a"']])),
  call("add_work_units", "'a'", listOf(["'u'", listOf(['"v"', "{}"], "128"), "'w'"])),
];

function stateAfter(...steps: readonly Step[]) {
  const state = emptyState();
  for (const step of [...added, ...steps]) apply(state, step);
  const units = [...(state.specs.get("a") ?? [])].map(([key, { status }]) => `${key} ${status}`);
  return { units, state };
}

describe("apply()", () => {
  it("tracks units that are added, handed out, updated and deleted", () => {
    const take = call("get_work", "'w1'", mapOf([["'max_jobs'", "2"]]));
    expect(stateAfter(take).units).toEqual(["u pending", "v pending", "w available"]);
    const finish = call("update_work_unit", "'a'", '"u"', mapOf([["'status'", "4"]]));
    const drop = call("del_work_units", "'a'", mapOf([["'work_unit_keys'", listOf(["'v'"])]]));
    expect(stateAfter(take, finish, drop).units).toEqual(["u finished", "w available"]);
    expect(stateAfter(call("del_work_spec", "'a'")).state.specs.size).toBe(0);
  });

  it("makes units available when their leases expire", () => {
    const take = call("get_work", "'w1'", mapOf([["'lease_time'", "30"]]));
    expect(stateAfter(take, { kind: "wait", seconds: 29 }).units[0]).toBe("u pending");
    expect(stateAfter(take, { kind: "wait", seconds: 31 }).units[0]).toBe("u available");
  });

  it("tracks locks and workers", () => {
    const lock = call("lock", "'w1'", "60", listOf([listOf(["'x'"]), listOf(["'y'"])]));
    const unlock = call("unlock", "'w1'", listOf([listOf(["'x'"])]));
    expect(stateAfter(lock, unlock).state.locks).toEqual([{ owner: "'w1'", path: listOf(["'y'"]) }]);
    expect([...stateAfter(call("worker_heartbeat", "'w1'")).state.workers]).toEqual(["w1"]);
  });
});
