import { describe, expect, it } from "vitest";
import { QueueBench } from "../testing/queue-bench.ts";

/** A spec with units 1, 2 and 3; the child has leases of 100 seconds on 1 and 2. */
function benchWithChild(): QueueBench {
  const bench = new QueueBench();
  bench.spec("s", {}, ["1", "2", "3"]);
  bench.heartbeat("child");
  bench.heartbeat("other");
  bench.work({ worker: "child", maxJobs: 2, lease: 100 });
  return bench;
}

describe("what a worker was handed (K28)", () => {
  it("is listed in the order of the hand-out, with the end of each lease", () => {
    const bench = benchWithChild();
    bench.update("s", "1", { leaseSeconds: 500 });
    expect(bench.handedTo("child")).toEqual(["s/1 of child until 500", "s/2 of child until 100"]);
  });

  it.each([4, 5])("is listed no more once it has status %d by the worker", (status) => {
    const bench = benchWithChild();
    bench.update("s", "1", { status });
    expect(bench.handedTo("child")).toEqual(["s/2 of child until 100"]);
  });

  it("stays when its lease is over, and goes when it is ended late", () => {
    const bench = benchWithChild();
    bench.clock.advance(130);
    expect(bench.handedTo("child")).toEqual(["s/1 of child until -30", "s/2 of child until -30"]);
    bench.update("s", "1", { status: 5, workerId: "" });
    expect(bench.handedTo("child")).toEqual(["s/2 of child until -30"]);
    bench.update("s", "2", { status: 4, workerId: "somebody" });
    expect(bench.handedTo("child")).toEqual(["s/2 of somebody until 300"]);
  });

  it("shows who has it now, whose that was, and that others finished it", () => {
    const bench = benchWithChild();
    bench.clock.advance(130);
    bench.work({ worker: "other", maxJobs: 1, lease: 50 });
    expect(bench.handedTo("child")[0]).toBe("s/1 of other until 50");
    bench.clock.advance(60);
    expect(bench.handedTo("child")[0]).toBe("s/1 of other until -10");
    bench.work({ worker: "other", maxJobs: 1, lease: 50 });
    bench.update("s", "1", { status: 4 });
    expect(bench.handedTo("child")[0]).toBe("s/1 of other until 50");
    expect(bench.handedTo("other")).toEqual([]);
  });

  it("is nobody's after it was given back, and its lease over", () => {
    const bench = benchWithChild();
    bench.update("s", "1", { status: 1 });
    expect(bench.handedTo("child")).toEqual(["s/1 of null until 0", "s/2 of child until 100"]);
    bench.clock.advance(130);
    bench.update("s", "2", { status: 1 });
    expect(bench.handedTo("child")).toEqual(["s/1 of null until -130", "s/2 of null until -30"]);
  });

  it.each<[string, (bench: QueueBench) => unknown]>([
    ["a unit", (bench) => bench.delete("s", "1")],
    ["its work spec", (bench) => bench.queue.deleteSpec("s")],
    ["all work specs", (bench) => bench.queue.clear()],
  ])("is as it was after %s was deleted", (_, deleted) => {
    const bench = benchWithChild();
    deleted(bench);
    expect(bench.handedTo("child")).toEqual(["s/1 of child until 100", "s/2 of child until 100"]);
  });

  it("is nobody's when there is another unit of its key, until somebody has that one", () => {
    const bench = benchWithChild();
    bench.delete("s", "1");
    bench.add("s", "1");
    expect(bench.handedTo("child")[0]).toBe("s/1 of null until 0");
    bench.work({ worker: "other", lease: 70 });
    expect(bench.handedTo("child")[0]).toBe("s/1 of other until 70");
  });

  it("is what the last get_work gave, be it nothing", () => {
    const bench = benchWithChild();
    bench.work({ worker: "child", maxJobs: 9, lease: 100 });
    expect(bench.handedTo("child")).toEqual(["s/3 of child until 100"]);
    bench.work({ worker: "child" });
    expect(bench.handedTo("child")).toEqual([]);
  });

  it("outlives a heartbeat, and not the worker", () => {
    const bench = benchWithChild();
    bench.heartbeat("child");
    expect(bench.handedTo("child")).toHaveLength(2);
    bench.queue.workers.unregister("child");
    bench.heartbeat("child");
    expect(bench.handedTo("child")).toEqual([]);
  });

  it("is not known of a worker without a heartbeat", () => {
    const bench = new QueueBench();
    bench.spec("s", {}, ["1"]);
    bench.work({ worker: "late" });
    bench.heartbeat("late");
    expect(bench.handedTo("late")).toEqual([]);
  });

  it("is known of a bundle that is handed out in pieces", () => {
    const bench = new QueueBench();
    bench.spec(
      "s",
      {},
      Array.from({ length: 1500 }, (_, i) => `u${i}`),
    );
    bench.heartbeat("child");
    expect(bench.work({ worker: "child", maxJobs: 1500 })).toHaveLength(1500);
    expect(bench.handedTo("child")).toHaveLength(1500);
  });
});
