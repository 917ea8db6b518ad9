import { describe, expect, it } from "vitest";
import { QueueBench } from "../testing/queue-bench.ts";
import { finish } from "./pieces.ts";
import type { UnitState } from "./work-unit.ts";

function mixedStore() {
  const bench = new QueueBench();
  const spec = bench.spec("s", {}, ["", "a", "b", "c", "d", "e"]);
  for (const [key, status] of [
    ["a", 3],
    ["c", 4],
    ["d", 5],
  ] as const) {
    bench.update("s", key, { status });
  }
  return { bench, units: spec.units };
}

describe("UnitStore.list()", () => {
  it.each<[UnitState[], string | undefined, string[]]>([
    [["available", "pending", "finished", "failed"], undefined, ["", "a", "b", "c", "d", "e"]],
    [["available"], undefined, ["", "b", "e"]],
    [["pending", "failed"], undefined, ["a", "d"]],
    [["failed", "pending"], "a", ["d"]],
    [["available", "finished"], "", ["b", "c", "e"]],
    [["available", "pending", "finished", "failed"], "bb", ["c", "d", "e"]],
    [["available", "pending", "finished", "failed"], "e", []],
    [[], undefined, []],
  ])("of %j after %j", (states, after, keys) => {
    const { units } = mixedStore();
    expect(Array.from(units.list(states, after), ({ key }) => key)).toEqual(keys);
  });
});

describe("UnitStore.deleteState()", () => {
  it.each<[UnitState, number, string[]]>([
    ["available", 3, ["a", "c", "d"]],
    ["pending", 1, ["", "b", "c", "d", "e"]],
    ["finished", 1, ["", "a", "b", "d", "e"]],
    ["failed", 1, ["", "a", "b", "c", "e"]],
  ])("drops every unit that is %s, and nothing that it leaves behind moves later", (state, count, left) => {
    const { bench, units } = mixedStore();
    expect(finish(units.deleteState(state))).toBe(count);
    expect(Array.from(units.list(["available", "pending", "finished", "failed"]), ({ key }) => key)).toEqual(left);
    bench.clock.advance(10_000);
    const ready = left.filter((key) => !["c", "d"].includes(key));
    expect(bench.work({ maxJobs: 100 })).toEqual(ready.map((key) => `s/${key}`));
  });
});

describe("UnitStore: one unit a key", () => {
  it("finds, counts and deletes the unit of the empty key like any other (K16)", () => {
    const { bench, units } = mixedStore();
    const unit = units.find("");
    expect(unit?.key).toBe("");
    if (unit !== undefined) units.delete(unit);
    expect([bench.unit("s", ""), units.count("available")]).toEqual(["none", 2]);
  });

  it("forgets a worker's attempt however it ends", () => {
    const bench = new QueueBench();
    const { units } = bench.spec("s", {}, ["1", "2", "3", "4", "5"]);
    bench.work({ worker: "w", maxJobs: 5, lease: 100 });
    bench.update("s", "1", { status: 1 });
    bench.update("s", "2", { status: 4 });
    bench.update("s", "3", { status: 5 });
    const fourth = units.find("4");
    if (fourth !== undefined) units.delete(fourth);
    expect(Array.from(units.list(["pending"]), ({ key }) => key)).toEqual(["5"]);
    bench.clock.advance(101);
    bench.live("s");
    expect([...units.list(["pending"])]).toEqual([]);
  });
});

describe("UnitStore: bundles", () => {
  it("keep the lease of every unit, whatever becomes of the others", () => {
    const bench = new QueueBench();
    const keys = Array.from({ length: 10 }, (_, i) => `u${i}`);
    const { units } = bench.spec("s", {}, keys);
    bench.work({ worker: "w", maxJobs: 10, lease: 100 });
    for (const key of keys.slice(2)) bench.update("s", key, { status: 4 });
    bench.update("s", "u0", { leaseSeconds: 200 });
    expect(Array.from(units.list(["pending"]), ({ key }) => key)).toEqual(["u0", "u1"]);
    bench.clock.advance(101);
    expect([bench.unit("s", "u0"), bench.unit("s", "u1")]).toEqual(["pending own of w until 99", "available own"]);
    expect(Array.from(units.list(["pending"]), ({ key }) => key)).toEqual(["u0"]);
    bench.clock.advance(100);
    expect(bench.work({ maxJobs: 10 })).toEqual(["s/u0", "s/u1"]);
  });
});

describe("UnitStore: a state alone", () => {
  it("can be listed while units go on changing, and after there were none", () => {
    const bench = new QueueBench();
    const { units } = bench.spec("s", {}, ["a", "b", "c"]);
    const keysOf = (state: UnitState) => Array.from(units.list([state]), ({ key }) => key);
    bench.work();
    expect([keysOf("pending"), keysOf("available")]).toEqual([["a"], ["b", "c"]]);
    bench.work();
    bench.update("s", "a", { status: 1 });
    expect([keysOf("pending"), keysOf("available"), units.find("b")?.key]).toEqual([["b"], ["a", "c"], "b"]);
    expect([finish(units.deleteState("available")), finish(units.deleteState("pending"))]).toEqual([2, 1]);
    bench.add("s", "d");
    expect([keysOf("available"), units.count("available"), units.count("pending")]).toEqual([["d"], 1, 0]);
  });
});
