import { describe, expect, it } from "vitest";
import { QueueBench } from "../testing/queue-bench.ts";

/** A spec with a unit in this state; the data of the unit and of its attempt, if there is one, is `own`. */
function benchWith(state: "available" | "delayed" | "pending" | "finished" | "failed"): QueueBench {
  const bench = new QueueBench();
  bench.spec("s");
  bench.add("s", { key: "u", delay: state === "delayed" ? 50 : 0 });
  if (state === "pending" || state === "finished" || state === "failed") bench.work({ worker: "owner", lease: 100 });
  if (state === "finished") bench.update("s", "u", { status: 4 });
  if (state === "failed") bench.update("s", "u", { status: 5 });
  return bench;
}

describe("updateUnit(): every state and status", () => {
  it.each([
    ["available", 0, null, "unchanged", "available own"],
    ["available", 1, null, "changed", "available own"],
    ["available", 0, "new", "changed", "available new"],
    ["available", 1, "new", "changed", "available new"],
    ["available", 3, null, "changed", "pending own of updater until 300"],
    ["available", 3, "new", "changed", "pending new of updater until 300"],
    ["available", 4, "new", "finished", "finished new"],
    ["available", 5, "new", "changed", "failed new"],
    ["available", 2, "new", "invalid-status", "available own"],
    ["available", 9, "new", "invalid-status", "available own"],
    ["available", -1, "new", "invalid-status", "available own"],
    ["delayed", 0, "new", "changed", "available new"],
    ["delayed", 1, null, "changed", "available own"],
    ["delayed", 3, null, "changed", "pending own of updater until 300"],
    ["pending", 0, null, "changed", "pending own of owner until 300"],
    ["pending", 0, "new", "changed", "pending new of owner until 300"],
    ["pending", 3, "new", "changed", "pending new of owner until 300"],
    ["pending", 1, "new", "changed", "available own"],
    ["pending", 4, null, "finished", "finished own"],
    ["pending", 4, "new", "finished", "finished new"],
    ["pending", 5, "new", "changed", "failed new"],
    ["pending", 2, "new", "invalid-status", "pending own of owner until 100"],
    ["finished", 0, "new", "unchanged", "finished own"],
    ["finished", 4, "new", "unchanged", "finished own"],
    ["finished", 5, "new", "unchanged", "finished own"],
    ["finished", 1, "new", "changed", "available own"],
    ["finished", 3, "new", "cannot-change-finished", "finished own"],
    ["finished", 2, "new", "cannot-change-finished", "finished own"],
    ["failed", 0, "new", "unchanged", "failed own"],
    ["failed", 5, "new", "unchanged", "failed own"],
    ["failed", 1, "new", "changed", "available own"],
    ["failed", 4, null, "finished", "finished own"],
    ["failed", 4, "new", "finished", "finished new"],
    ["failed", 3, "new", "cannot-change-failed", "failed own"],
    ["failed", 2, "new", "cannot-change-failed", "failed own"],
  ] as const)("%s, status %d, data %s: %s", (state, status, data, outcome, unit) => {
    const bench = benchWith(state);
    expect(bench.update("s", "u", { status, data })).toBe(outcome);
    expect(bench.unit("s", "u")).toBe(unit);
  });

  it("reports a unit that is not there", () => {
    const bench = benchWith("available");
    expect(bench.update("s", "v", { status: 4 })).toBe("no-such-unit");
  });

  it("drops what an attempt made of the data when it ends without success", () => {
    const bench = benchWith("pending");
    bench.update("s", "u", { data: "attempt's" });
    expect(bench.unit("s", "u")).toBe("pending attempt's of owner until 300");
    bench.update("s", "u", { status: 1 });
    expect(bench.unit("s", "u")).toBe("available own");
  });

  it.each([
    [null, 900],
    [0, 300],
    [100, 100],
    [1000, 1000],
  ])("leaves a lease of 900 seconds that is given %d at %d (K36)", (leaseSeconds, lasts) => {
    const bench = new QueueBench();
    bench.spec("s", {}, ["u"]);
    bench.work({ lease: 900 });
    expect(bench.update("s", "u", { leaseSeconds, data: "progress" })).toBe("changed");
    expect(bench.unit("s", "u")).toBe(`pending progress of w until ${lasts}`);
  });

  it("extends a short lease that is given nothing to the default (K36)", () => {
    const bench = benchWith("pending");
    bench.update("s", "u", { status: 3 });
    expect(bench.unit("s", "u")).toBe("pending own of owner until 300");
  });

  it("keeps a delay through data and through a forced attempt that is given back", () => {
    const bench = benchWith("delayed");
    bench.update("s", "u", { data: "new" });
    bench.update("s", "u", { status: 3 });
    bench.update("s", "u", { status: 1 });
    expect(bench.work()).toEqual([]);
    bench.clock.advance(50);
    expect(bench.work()).toEqual(["s/u"]);
  });
});

describe("updateUnit(): leases", () => {
  it.each([
    [0, 300],
    [-5, 300],
    [1, 1],
    [900, 900],
    [1e12, 9_223_372_036],
  ])("a lease of %d seconds lasts %d (K22)", (leaseSeconds, lasts) => {
    const bench = benchWith("pending");
    bench.update("s", "u", { leaseSeconds });
    expect(bench.unit("s", "u")).toBe(`pending own of owner until ${lasts}`);
  });

  it("ends strictly after its time, and then the unit is first in line again", () => {
    const bench = benchWith("pending");
    bench.clock.advance(100);
    expect(bench.unit("s", "u")).toBe("pending own of owner until 0");
    expect(bench.work()).toEqual([]);
    bench.clock.advance(0.001);
    expect(bench.unit("s", "u")).toBe("available own");
    expect(bench.work({ worker: "next" })).toEqual(["s/u"]);
  });

  it("ends when it was renewed to, not when it was to end at first", () => {
    const bench = benchWith("pending");
    bench.clock.advance(50);
    bench.update("s", "u", { leaseSeconds: 100 });
    bench.clock.advance(100);
    expect(bench.unit("s", "u")).toBe("pending own of owner until 0");
    bench.update("s", "u", { leaseSeconds: 10 });
    bench.clock.advance(11);
    expect(bench.unit("s", "u")).toBe("available own");
  });

  it("takes a report that comes late as one on an available unit", () => {
    const bench = benchWith("pending");
    bench.clock.advance(101);
    expect(bench.update("s", "u", { leaseSeconds: 100 })).toBe("unchanged");
    expect(bench.update("s", "u", { leaseSeconds: 100, data: "late" })).toBe("changed");
    expect(bench.unit("s", "u")).toBe("available late");
    expect(bench.update("s", "u", { status: 4, data: "late finish" })).toBe("finished");
    expect(bench.unit("s", "u")).toBe("finished late finish");
  });
});
