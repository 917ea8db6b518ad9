import { describe, expect, it } from "vitest";
import { QueueBench } from "../testing/queue-bench.ts";
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
    expect(units.deleteState(state)).toBe(count);
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
    expect(Array.from(units.attemptsOf("w"), ({ unit }) => unit.key)).toEqual(["5"]);
    bench.clock.advance(101);
    bench.live("s");
    expect([...units.attemptsOf("w")]).toEqual([]);
  });
});
