import { describe, expect, it } from "vitest";
import { QueueBench } from "../testing/queue-bench.ts";

describe("handOut(): order", () => {
  it("goes by priority descending, then key by its bytes", () => {
    const bench = new QueueBench();
    bench.spec("s", {}, ["a", "\xff", "b", "aa", "B", ""]);
    bench.add("s", { key: "z", priority: 1 }, { key: "y", priority: 1.5 }, { key: "x", priority: -1 });
    expect(bench.work({ maxJobs: 100 })).toEqual(["s/y", "s/z", "s/", "s/B", "s/a", "s/aa", "s/b", "s/\xff", "s/x"]);
  });

  it("takes a priority that is not a number for 0", () => {
    const bench = new QueueBench();
    bench.spec("s");
    bench.add("s", { key: "a", priority: -1 }, { key: "b", priority: Number.NaN }, { key: "c", priority: 1 });
    expect(bench.work({ maxJobs: 3 })).toEqual(["s/c", "s/b", "s/a"]);
  });

  it("stays exact after re-adding with another priority (K15)", () => {
    const bench = new QueueBench();
    bench.spec("s", {}, ["a", "b", "c", "d", "e"]);
    bench.add("s", { key: "e", priority: 100 });
    bench.add("s", { key: "c", priority: 50 });
    bench.add("s", { key: "c", priority: -50 });
    expect(bench.work({ maxJobs: 5 })).toEqual(["s/e", "s/a", "s/b", "s/d", "s/c"]);
  });

  it("stays exact after a change of priority, up and down", () => {
    const bench = new QueueBench();
    const { units } = bench.spec("s", {}, ["a", "b", "c"]);
    for (const [key, priority] of [
      ["c", 2],
      ["a", 1],
      ["c", 0.5],
      ["b", Number.NEGATIVE_INFINITY],
    ] as const) {
      const unit = units.find(key);
      if (unit !== undefined) units.setPriority(unit, priority);
    }
    expect(bench.work({ maxJobs: 3 })).toEqual(["s/a", "s/c", "s/b"]);
  });

  it("hands a unit that was forced to pending, or to finished, to nobody (K15)", () => {
    const bench = new QueueBench();
    bench.spec("s", {}, ["a", "b", "c"]);
    bench.update("s", "a", { status: 3 });
    bench.update("s", "b", { status: 4 });
    expect(bench.work({ maxJobs: 5 })).toEqual(["s/c"]);
  });

  it("hands a unit that was forced and given back out once (K15)", () => {
    const bench = new QueueBench();
    bench.spec("s", {}, ["a"]);
    bench.update("s", "a", { status: 4 });
    bench.update("s", "a", { status: 1 });
    expect([bench.work(), bench.work()]).toEqual([["s/a"], []]);
  });
});

describe("handOut(): how many", () => {
  it.each([
    ["max_jobs", {}, 3, 3],
    ["max_getwork", { maxGetwork: 2 }, 3, 2],
    ["no max_getwork if it is negative", { maxGetwork: -1 }, 3, 3],
    ["max_running", { maxRunning: 1n }, 3, 1],
    ["no max_running if it is negative", { maxRunning: -1n }, 3, 3],
    ["the number of units", {}, 100, 5],
  ])("is limited by %s", (_, settings, maxJobs, count) => {
    const bench = new QueueBench();
    bench.spec("s", settings, ["a", "b", "c", "d", "e"]);
    expect(bench.work({ maxJobs }).length).toBe(count);
  });
});

describe("handOut(): max_retries", () => {
  it("allows as many attempts, then fails the unit for the caller", () => {
    const bench = new QueueBench();
    bench.spec("s", { maxRetries: 2 }, ["a"]);
    for (let i = 0; i < 2; i++) {
      expect(bench.work()).toEqual(["s/a"]);
      bench.update("s", "a", { status: 1 });
    }
    expect(bench.work({ worker: "last" })).toEqual([]);
    expect(bench.unit("s", "a")).toBe("failed too many retries");
    expect(bench.live("s").units.find("a")?.attempt?.workerId).toBe("last");
  });

  it("counts attempts that expired, failed and were forced, and re-adding does not start anew", () => {
    const bench = new QueueBench();
    bench.spec("s", { maxRetries: 3 }, ["a"]);
    bench.work({ lease: 10 });
    bench.clock.advance(11);
    bench.update("s", "a", { status: 5 });
    bench.add("s", "a");
    expect(bench.work()).toEqual(["s/a"]);
    bench.update("s", "a", { status: 1 });
    expect(bench.work()).toEqual([]);
  });

  it("starts anew for a unit that was deleted and added", () => {
    const bench = new QueueBench();
    const { units } = bench.spec("s", { maxRetries: 1 }, ["a"]);
    bench.work();
    const unit = units.find("a");
    if (unit !== undefined) units.delete(unit);
    bench.add("s", "a");
    expect(bench.work()).toEqual(["s/a"]);
  });

  it("goes on past units that are out of retries to those that are not", () => {
    const bench = new QueueBench();
    bench.spec("s", { maxRetries: 1 }, ["a", "b"]);
    bench.work({ maxJobs: 2, lease: 10 });
    bench.clock.advance(11);
    bench.add("s", "c");
    expect(bench.work()).toEqual(["s/c"]);
    expect(bench.unit("s", "a")).toBe("failed too many retries");
  });
});
