import { describe, expect, it } from "vitest";
import { QueueBench } from "../testing/queue-bench.ts";

function keys(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `u${String(i).padStart(4, "0")}`);
}

/** The number of units of each spec that this many calls handed out. */
function handedOut(bench: QueueBench, calls: number, finish: boolean): Record<string, number> {
  const counts: Record<string, number> = {};
  for (let i = 0; i < calls; i++) {
    const [name = "none", key = ""] = bench.work()[0]?.split("/") ?? [];
    counts[name] = (counts[name] ?? 0) + 1;
    if (finish) bench.update(name, key, { status: 4 });
  }
  return counts;
}

describe("chooseSpec(): weights", () => {
  it("gives exactly 300 and 100 of 400 units at weights 30 and 10 when nothing is finished", () => {
    const bench = new QueueBench();
    bench.spec("a", { weight: 30 }, keys(1000));
    bench.spec("b", { weight: 10 }, keys(1000));
    expect(handedOut(bench, 400, false)).toEqual({ a: 300, b: 100 });
  });

  it("gives about 3 to 1 at weights 30 and 10 when each unit is finished at once", () => {
    const bench = new QueueBench();
    bench.spec("a", { weight: 30 }, keys(2000));
    bench.spec("b", { weight: 10 }, keys(2000));
    const { a = 0, b = 0 } = handedOut(bench, 2000, true);
    // Within four standard deviations of a binomial distribution with mean 1500.
    expect(Math.abs(a - 1500)).toBeLessThan(78);
    expect(a + b).toBe(2000);
  });

  it.each([
    [0, "a"],
    [0.7499, "a"],
    [0.7501, "b"],
    [0.9999, "b"],
  ])("with weights 30 and 10 the random number %d chooses spec %s", (chance, name) => {
    const bench = new QueueBench(() => chance);
    bench.spec("a", { weight: 30 }, ["u"]);
    bench.spec("b", { weight: 10 }, ["u"]);
    expect(bench.work()).toEqual([`${name}/u`]);
  });

  it("never chooses a spec whose pending units exceed its share", () => {
    // Scores with one unit of b pending: a 30 * 2 - 0, b 10 * 2 - 40.
    const bench = new QueueBench(() => 0.999_999);
    bench.spec("a", { weight: 30 }, keys(10));
    bench.spec("b", { weight: 10 }, keys(10));
    expect(bench.work()).toEqual(["b/u0000"]);
    expect(bench.work()).toEqual(["a/u0000"]);
  });

  it("gives the second unit of a before its successor at weights 1000 and 1", () => {
    // The example of the Coordinate documentation: units of a become units of b.
    let second = 0;
    for (let seed = 0; seed < 200; seed++) {
      const bench = new QueueBench(() => (seed + 0.5) / 200);
      bench.spec("a", { weight: 1000, successor: "b" });
      bench.spec("b", { weight: 1 });
      bench.add("a", { key: "u1", data: "output:u1" }, { key: "u2", data: "output:u2" });
      expect(bench.work()).toEqual(["a/u1"]);
      expect(bench.update("a", "u1", { status: 4 })).toBe("finished");
      expect(bench.unit("b", "u1")).toBe("available chained");
      if (bench.work()[0] === "a/u2") second++;
    }
    expect(second).toBe(200);
  });

  it("shares work by weights that are no whole numbers (K34)", () => {
    const bench = new QueueBench();
    bench.spec("a", { weight: 0.5 }, keys(1000));
    bench.spec("b", { weight: 1.5 }, keys(1000));
    expect(handedOut(bench, 400, false)).toEqual({ a: 100, b: 300 });
  });

  it("takes the higher of two priorities that differ by a fraction (K34)", () => {
    const bench = new QueueBench();
    bench.spec("a", { priority: 0.2 }, ["u"]);
    bench.spec("b", { priority: 0.3 }, ["u"]);
    expect([...bench.work(), ...bench.work()]).toEqual(["b/u", "a/u"]);
  });

  it("hands out work though rounding leaves the ticket behind every score", () => {
    const bench = new QueueBench(() => 1);
    bench.spec("a", { weight: 0.1 }, ["u"]);
    bench.spec("b", { weight: 0.2 }, ["u"]);
    bench.spec("none", { weight: 0.3 });
    expect(bench.work()).toEqual(["b/u"]);
  });

  it("stays in range with weights beyond 64 bits' worth of arithmetic (K22)", () => {
    const bench = new QueueBench();
    bench.spec("a", { weight: 2n ** 62n }, keys(3));
    bench.spec("b", { weight: 2n ** 63n - 1n }, keys(3));
    expect(handedOut(bench, 7, false)).toEqual({ a: 3, b: 3, none: 1 });
  });
});

describe("chooseSpec(): which specs have work", () => {
  it("takes only the highest priority, whatever the weights", () => {
    const bench = new QueueBench();
    bench.spec("low", { weight: 1_000_000, priority: -1 }, ["u"]);
    bench.spec("high", { weight: 1, priority: 5 }, ["u1", "u2"]);
    bench.spec("middle", {}, ["u"]);
    const order = Array.from({ length: 5 }, () => bench.work()[0]);
    expect(order).toEqual(["high/u1", "high/u2", "middle/u", "low/u", undefined]);
  });

  it("ignores the priorities of units", () => {
    const bench = new QueueBench(() => 0);
    bench.spec("a", {}, ["u"]);
    bench.spec("b");
    bench.add("b", { key: "u", priority: 1_000 });
    expect(bench.work()).toEqual(["a/u"]);
  });

  it.each([
    ["paused", { paused: true }],
    ["with a runtime of its own", { runtime: "go" }],
    ["of weight 0", { weight: 0 }],
    ["of negative weight", { weight: -5 }],
  ])("skips a spec %s", (_, settings) => {
    const bench = new QueueBench();
    bench.spec("a", settings, ["u"]);
    expect(bench.work()).toEqual([]);
    bench.spec("b", {}, ["u"]);
    expect(bench.work()).toEqual(["b/u"]);
  });

  it("takes only specs that are named, and ignores unknown names", () => {
    const bench = new QueueBench();
    bench.spec("a", { priority: 9 }, ["u"]);
    bench.spec("b", {}, ["u"]);
    expect(bench.work({ specs: ["nosuch"] })).toEqual([]);
    expect(bench.work({ specs: ["b", "nosuch", "b"] })).toEqual(["b/u"]);
    expect(bench.work({ specs: ["b"] })).toEqual([]);
  });

  it("passes over a spec with max_running units pending until one of them is done", () => {
    const bench = new QueueBench();
    bench.spec("a", { maxRunning: 2n, priority: 1 }, keys(5));
    bench.spec("b", {}, ["u"]);
    expect(bench.work({ maxJobs: 10 })).toEqual(["a/u0000", "a/u0001"]);
    expect(bench.work()).toEqual(["b/u"]);
    expect(bench.work()).toEqual([]);
    bench.update("a", "u0000", { status: 5 });
    expect(bench.work({ maxJobs: 10 })).toEqual(["a/u0002"]);
  });

  it("gives units of one spec only", () => {
    const bench = new QueueBench();
    bench.spec("a", {}, ["u1"]);
    bench.spec("b", {}, ["u1"]);
    expect([
      bench.work({ maxJobs: 10 }).length,
      bench.work({ maxJobs: 10 }).length,
      bench.work({ maxJobs: 10 }),
    ]).toEqual([1, 1, []]);
  });

  it("goes on to the next spec where the first one's units are all out of retries (K21)", () => {
    const bench = new QueueBench();
    bench.spec("a", { maxRetries: 1, priority: 1 }, ["u1", "u2"]);
    bench.spec("b", {}, ["u"]);
    expect(bench.work({ maxJobs: 2, lease: 10 })).toEqual(["a/u1", "a/u2"]);
    bench.clock.advance(11);
    expect(bench.work({ maxJobs: 5 })).toEqual(["b/u"]);
    expect([bench.unit("a", "u1"), bench.unit("a", "u2")]).toEqual(Array(2).fill("failed too many retries"));
  });
});

describe("chooseSpec(): continuous specs", () => {
  it("makes one unit named after the time, and the next once that one is done and the interval over", () => {
    const bench = new QueueBench();
    bench.clock.advance(0.0625);
    bench.spec("c", { continuous: true, interval: 60 });
    expect(bench.work({ maxJobs: 5 })).toEqual(["c/1000000.063"]);
    expect(bench.unit("c", "1000000.063")).toBe("pending empty of w until 300");
    bench.clock.advance(60);
    expect(bench.work(), "still pending").toEqual([]);
    bench.update("c", "1000000.063", { status: 4 });
    expect(bench.work()).toEqual(["c/1000060.063"]);
    bench.update("c", "1000060.063", { status: 4 });
    bench.clock.advance(59.5);
    expect(bench.work(), "interval not over").toEqual([]);
    bench.clock.advance(0.5);
    expect(bench.work()).toEqual(["c/1000120.063"]);
  });

  it("hands out units that were added first, whatever the interval", () => {
    const bench = new QueueBench();
    bench.spec("c", { continuous: true, interval: 60 }, ["own"]);
    expect(bench.work()).toEqual(["c/own"]);
  });

  it("does not count delayed units as work", () => {
    const bench = new QueueBench();
    bench.spec("c", { continuous: true });
    bench.add("c", { key: "later", delay: 50 });
    expect(bench.work()).toEqual(["c/1000000.000"]);
  });

  it("makes a unit of the same millisecond anew, with its attempts counted on", () => {
    const bench = new QueueBench();
    bench.spec("c", { continuous: true, maxRetries: 2 });
    const turns = [1, 2].map(() => [bench.work(), bench.update("c", "1000000.000", { status: 4 })]);
    expect(turns).toEqual([
      [["c/1000000.000"], "finished"],
      [["c/1000000.000"], "finished"],
    ]);
    expect([bench.work(), bench.unit("c", "1000000.000")]).toEqual([[], expect.stringMatching(/^failed/)]);
  });

  it("treats a generated unit that is given back as any other", () => {
    const bench = new QueueBench();
    bench.spec("c", { continuous: true, interval: 60 });
    bench.work();
    bench.update("c", "1000000.000", { status: 1 });
    bench.clock.advance(100);
    expect(bench.work()).toEqual(["c/1000000.000"]);
  });

  it("starts the timer anew when the spec is set again", () => {
    const bench = new QueueBench();
    bench.spec("c", { continuous: true, interval: 60 });
    bench.update("c", bench.work()[0]?.slice(2) ?? "", { status: 4 });
    bench.clock.advance(1);
    expect(bench.work()).toEqual([]);
    bench.spec("c", { continuous: true, interval: 60 });
    expect(bench.work()).toEqual(["c/1000001.000"]);
  });
});

describe("SpecDraw: many work specs", () => {
  it("goes on through tiers and specs whose units are out of retries, to the last one that has work", () => {
    const bench = new QueueBench();
    for (let i = 0; i < 300; i++) {
      const name = `s${i}`;
      bench.spec(name, { maxRetries: 1, priority: BigInt(i % 7) }, ["u"]);
      expect(bench.work({ specs: [name], lease: 1 })).toEqual([`${name}/u`]);
    }
    bench.clock.advance(2);
    bench.spec("last", { priority: -1n }, ["u"]);
    expect(bench.work()).toEqual(["last/u"]);
    for (let i = 0; i < 300; i++) expect(bench.unit(`s${i}`, "u")).toMatch(/^failed too many retries/);
  });

  it("hands out units of one spec in full though hundreds before them are out of retries", () => {
    const bench = new QueueBench();
    bench.spec("s", { maxRetries: 1 }, keys(500));
    expect(bench.work({ maxJobs: 500, lease: 1 })).toHaveLength(500);
    bench.clock.advance(2);
    bench.add("s", "z1", "z2");
    expect(bench.work({ maxJobs: 2 })).toEqual(["s/z1", "s/z2"]);
  });

  it("hands out bundles and takes lists of names of any size", () => {
    const bench = new QueueBench();
    bench.spec("s", {}, keys(5000));
    const names = [...Array.from({ length: 3000 }, (_, i) => `nosuch${i % 10}`), "s"];
    expect(bench.work({ maxJobs: 4000, specs: names })).toHaveLength(4000);
    expect(bench.work({ maxJobs: 4000, specs: names })).toHaveLength(1000);
  });
});

describe("SpecDraw: work specs that had nothing to hand out", () => {
  it.each<[string, (bench: QueueBench) => void]>([
    ["units are added", (bench) => bench.add("empty", "u")],
    ["a unit is chained to it", (bench) => bench.update("first", "f", { status: 4, data: "output:u" })],
    ["a finished unit is made available", (bench) => bench.update("done", "u", { status: 1 })],
    ["a lease ends", (bench) => bench.clock.advance(100)],
    ["its pause ends", (bench) => bench.live("paused").control({ paused: false })],
    ["it is made continuous again", (bench) => bench.live("continuous").control({ continuous: true })],
    ["it is set again", (bench) => bench.spec("paused")],
  ])("are looked at again when %s", (_, change) => {
    const bench = new QueueBench();
    bench.spec("empty");
    bench.spec("first", { successor: "empty", paused: true }, ["f"]);
    bench.spec("done", {}, ["u"]);
    bench.update("done", "u", { status: 4 });
    bench.spec("leased", {}, ["u"]);
    expect(bench.work({ specs: ["leased"], lease: 50 })).toEqual(["leased/u"]);
    bench.spec("paused", { paused: true }, ["u"]);
    bench.spec("continuous", { continuous: true });
    bench.live("continuous").control({ continuous: false });
    for (let i = 0; i < 3; i++) expect(bench.work()).toEqual([]);
    change(bench);
    expect(bench.work()).toHaveLength(1);
  });
});
