import { describe, expect, it } from "vitest";
import { QueueBench } from "../testing/queue-bench.ts";

describe("JobQueue: adding units again", () => {
  it.each([
    ["available", () => {}, "available new"],
    ["pending", (bench: QueueBench) => bench.work(), "pending own of w until 300"],
    ["finished", (bench: QueueBench) => bench.update("s", "u", { status: 4 }), "available new"],
    ["failed", (bench: QueueBench) => bench.update("s", "u", { status: 5 }), "available new"],
  ])("over a unit that is %s", (_, prepare, unit) => {
    const bench = new QueueBench();
    bench.spec("s", {}, ["u"]);
    prepare(bench);
    bench.add("s", { key: "u", data: "new" });
    expect(bench.unit("s", "u")).toBe(unit);
    expect(bench.live("s").units.count("available") + bench.live("s").units.count("pending")).toBe(1);
  });

  it("shows the new data of a pending unit once its lease has ended", () => {
    const bench = new QueueBench();
    bench.spec("s", {}, ["u"]);
    bench.work({ lease: 10 });
    bench.add("s", { key: "u", data: "new", priority: 7 });
    bench.clock.advance(11);
    expect(bench.unit("s", "u")).toBe("available new");
    expect(bench.live("s").units.find("u")?.priority).toBe(7);
  });

  it("resets the priority and the delay where none are given", () => {
    const bench = new QueueBench();
    bench.spec("s");
    bench.add("s", { key: "u", priority: 5, delay: 100 }, "v");
    bench.add("s", "u");
    expect(bench.work({ maxJobs: 2 })).toEqual(["s/u", "s/v"]);
  });

  it("lets the last one of equal keys count", () => {
    const bench = new QueueBench();
    bench.spec("s");
    bench.add("s", { key: "u", data: "1" }, { key: "u", data: "2" });
    expect([bench.unit("s", "u"), bench.live("s").units.count("available")]).toEqual(["available 2", 1]);
  });
});

describe("JobQueue: delays", () => {
  it.each([
    [0, 0],
    [-5, 0],
    [0.9, 0],
    [Number.NaN, 0],
    [1, 1],
    [1.9, 1],
    [90, 90],
    [1e30, 9_223_372_036],
  ])("a delay of %d holds a unit back for %d seconds", (delay, seconds) => {
    const bench = new QueueBench();
    bench.spec("s");
    bench.add("s", { key: "u", delay });
    if (seconds > 0) {
      expect(bench.work()).toEqual([]);
      bench.clock.advance(seconds - 0.001);
      expect(bench.work()).toEqual([]);
      bench.clock.advance(0.001);
    }
    expect(bench.work()).toEqual(["s/u"]);
  });

  it("counts a delayed unit as available", () => {
    const bench = new QueueBench();
    bench.spec("s");
    bench.add("s", { key: "u", delay: 90 });
    expect([bench.live("s").units.count("available"), bench.live("s").units.readyCount]).toEqual([1, 0]);
  });

  it("puts units that become due in line by priority and key, not by when they were due", () => {
    const bench = new QueueBench();
    bench.spec("s");
    bench.add("s", { key: "c", delay: 1 }, { key: "b", delay: 2 }, { key: "a", delay: 3, priority: -1 }, "d");
    bench.clock.advance(3);
    expect(bench.work({ maxJobs: 9 })).toEqual(["s/b", "s/c", "s/d", "s/a"]);
  });
});

describe("JobQueue: chaining", () => {
  function chainBench(): QueueBench {
    const bench = new QueueBench();
    bench.spec("a", { successor: "b" });
    bench.spec("b");
    bench.add("a", { key: "u", data: "output:x,y" });
    return bench;
  }

  it("adds the output of a finished unit to the successor", () => {
    const bench = chainBench();
    bench.update("a", "u", { status: 4 });
    expect([bench.unit("b", "x"), bench.unit("b", "y")]).toEqual(["available chained", "available chained"]);
  });

  it("takes the data of the finish, of the attempt, or the unit's own, in this order", () => {
    const bench = chainBench();
    bench.work({ specs: ["a"] });
    bench.update("a", "u", { data: "output:attempt" });
    bench.update("a", "u", { status: 4, data: "output:finish" });
    expect([bench.unit("b", "finish"), bench.unit("b", "attempt"), bench.unit("b", "x")]).toEqual([
      "available chained",
      "none",
      "none",
    ]);
  });

  it("chains when a failed unit is finished after all, on its new data (K20)", () => {
    const bench = chainBench();
    bench.update("a", "u", { status: 5, data: "traceback" });
    expect(bench.live("b").units.count("available")).toBe(0);
    bench.update("a", "u", { status: 4, data: "output:late" });
    expect(bench.unit("b", "late")).toBe("available chained");
  });

  it("chains at each finish", () => {
    const bench = chainBench();
    bench.update("a", "u", { status: 4 });
    bench.update("b", "x", { status: 4 });
    bench.update("a", "u", { status: 4 });
    expect(bench.unit("b", "x"), "a repeated finish is none").toBe("finished own".replace("own", "chained"));
    bench.update("a", "u", { status: 1 });
    bench.update("a", "u", { status: 4 });
    expect(bench.unit("b", "x")).toBe("available chained");
  });

  it.each([
    ["available", () => {}],
    ["pending", (bench: QueueBench) => bench.work({ specs: ["b"] })],
    ["finished", (bench: QueueBench) => bench.update("b", "x", { status: 4 })],
    ["failed", (bench: QueueBench) => bench.update("b", "x", { status: 5 })],
  ])("puts a fresh unit in place of a successor's that is %s, once (K15)", (_, prepare) => {
    const bench = chainBench();
    bench.spec("b", { maxRetries: 1 }, ["x"]);
    prepare(bench);
    bench.update("a", "u", { status: 4 });
    expect(bench.unit("b", "x")).toBe("available chained");
    expect(bench.work({ specs: ["b"], maxJobs: 9 })).toEqual(["b/x", "b/y"]);
  });

  it("finishes the unit and chains nothing where the successor is missing (K13)", () => {
    const bench = new QueueBench();
    bench.spec("a", { successor: "nosuch" });
    bench.add("a", { key: "u", data: "output:x" });
    expect(bench.update("a", "u", { status: 4 })).toBe("finished");
    expect(bench.unit("a", "u")).toBe("finished output:x");
  });

  it("chains to itself without end or loss", () => {
    const bench = new QueueBench();
    bench.spec("a", { successor: "a" });
    bench.add("a", { key: "u", data: "output:u,v" });
    expect(bench.update("a", "u", { status: 4 })).toBe("finished");
    expect([bench.unit("a", "u"), bench.unit("a", "v")]).toEqual(["available chained", "available chained"]);
  });
});

describe("JobQueue: work specs", () => {
  it("lists specs by the bytes of their names, from a name on", () => {
    const bench = new QueueBench();
    for (const name of ["b", "\xff", "", "a", "B"]) bench.spec(name);
    expect(Array.from(bench.queue.specsFrom(""), ({ name }) => name)).toEqual(["", "B", "a", "b", "\xff"]);
    expect(Array.from(bench.queue.specsFrom("aa"), ({ name }) => name)).toEqual(["b", "\xff"]);
    expect(Array.from(bench.queue.specsFrom("b"), ({ name }) => name)).toEqual(["b", "\xff"]);
  });

  it("keeps units and their states when a spec is set again, and drops what control changed", () => {
    const bench = new QueueBench();
    bench.spec("s", {}, ["a", "b"]);
    bench.work();
    expect(bench.live("s").control({ paused: true, weight: 0n, maxRunning: 1n, interval: 5 })).toBe(true);
    bench.spec("s", { weight: 3n });
    expect(bench.unit("s", "a")).toBe("pending own of w until 300");
    expect(bench.live("s").settings).toMatchObject({ paused: false, weight: 3n, maxRunning: 0n, interval: 0 });
    expect(bench.work()).toEqual(["s/b"]);
  });

  it("refuses to make a spec continuous that is not declared so, and changes nothing then (K10)", () => {
    const bench = new QueueBench();
    const spec = bench.spec("s");
    expect(spec.control({ continuous: true, weight: 5 })).toBe(false);
    expect(spec.settings).toMatchObject({ continuous: false, weight: 20 });
    const declared = bench.spec("c", { continuous: true });
    expect([declared.control({ continuous: false }), declared.control({ continuous: true })]).toEqual([true, true]);
  });

  it("forgets a spec's units with it", () => {
    const bench = new QueueBench();
    bench.spec("s", {}, ["a"]);
    expect([bench.queue.deleteSpec("s"), bench.queue.deleteSpec("s")]).toEqual([true, false]);
    bench.spec("s");
    expect([bench.unit("s", "a"), bench.work()]).toEqual(["none", []]);
  });

  it("clears every spec and says how many", () => {
    const bench = new QueueBench();
    bench.spec("a", {}, ["u"]);
    bench.spec("b");
    expect([bench.queue.clear(), bench.queue.clear(), bench.work()]).toEqual([2, 0, []]);
  });
});
