// No request may visit all units: comparisons and steps through ordered structures are counted.

import { describe, expect, it, vi } from "vitest";
import { QueueBench } from "../testing/queue-bench.ts";
import { finish } from "./pieces.ts";

const counted = vi.hoisted(() => ({ steps: 0 }));

vi.mock("./ordered-map.ts", async (importOriginal) => {
  const original = await importOriginal<typeof import("./ordered-map.ts")>();
  const counting = function* <T>(entries: IterableIterator<T>) {
    for (const entry of entries) {
      counted.steps++;
      yield entry;
    }
  };
  return {
    ...original,
    orderedMap: <K, V>(compare: (a: K, b: K) => number) => {
      const map = original.orderedMap<K, V>((a, b) => {
        counted.steps++;
        return compare(a, b);
      });
      const entries = map.entries.bind(map);
      const values = map.values.bind(map);
      map.entries = (...args) => counting(entries(...args));
      map.values = (...args) => counting(values(...args));
      return map;
    },
  };
});

vi.mock("./ordered-items.ts", async (importOriginal) => {
  const original = await importOriginal<typeof import("./ordered-items.ts")>();
  return {
    OrderedItems: class<K, T> extends original.OrderedItems<K, T> {
      constructor(compare: (key: K, item: T) => number) {
        super((key, item) => {
          counted.steps++;
          return compare(key, item);
        });
      }

      override *values(from?: K) {
        for (const item of super.values(from)) {
          counted.steps++;
          yield item;
        }
        return undefined;
      }
    },
  };
});

const UNITS = 20_000;
/** Enough for some searches in ordered maps of 20,000 entries with about 20 comparisons each. */
const FEW = 600;

function stepsOf(work: () => void): number {
  counted.steps = 0;
  work();
  return counted.steps;
}

/** 20,000 units, a quarter each of them available, delayed, pending and finished. */
function fullBench(): QueueBench {
  const bench = new QueueBench();
  bench.spec("s", { successor: "s" });
  bench.add(
    "s",
    ...Array.from({ length: UNITS }, (_, i) => ({ key: `u${i}`, priority: i % 7, delay: i % 4 === 1 ? 1000 + i : 0 })),
  );
  for (let i = 0; i < UNITS; i++) {
    if (i % 4 === 2) bench.update("s", `u${i}`, { status: 3, leaseSeconds: 10_000 + (i % 1000) });
    if (i % 4 === 3) bench.update("s", `u${i}`, { status: 4 });
  }
  return bench;
}

describe("the cost of a request with 20,000 units", () => {
  const bench = fullBench();

  it.each<[string, () => void]>([
    ["adding a unit", () => bench.add("s", "new")],
    ["adding one again", () => bench.add("s", { key: "u0", priority: 3 })],
    ["getting work", () => expect(bench.work()).toHaveLength(1)],
    ["getting a bundle", () => expect(bench.work({ maxJobs: 100, worker: "bundler" })).toHaveLength(100)],
    ["getting work by name", () => expect(bench.work({ specs: ["s"] })).toHaveLength(1)],
    ["renewing a lease", () => bench.update("s", "u2", { leaseSeconds: 77 })],
    ["finishing a pending unit", () => bench.update("s", "u6", { status: 4 })],
    ["failing a pending unit", () => bench.update("s", "u10", { status: 5 })],
    ["forcing an available unit", () => bench.update("s", "u4", { status: 4, data: "d" })],
    ["forcing a delayed unit", () => bench.update("s", "u1", { status: 3 })],
    ["giving a finished unit back", () => bench.update("s", "u3", { status: 1 })],
    ["chaining", () => bench.update("s", "u14", { status: 4, data: "output:u7" })],
    ["a unit that is not there", () => bench.update("s", "nosuch", { status: 4 })],
    ["reading a unit", () => bench.unit("s", "u11")],
    ["counting", () => bench.live("s").units.count("available")],
    [
      "a lease that ends",
      () => {
        bench.update("s", "u18", { leaseSeconds: 1 });
        bench.clock.advance(2);
        expect(bench.unit("s", "u18")).toMatch("available");
      },
    ],
    [
      "deleting a unit",
      () => {
        const { units } = bench.live("s");
        const unit = units.find("u22");
        if (unit !== undefined) units.delete(unit);
      },
    ],
    [
      "listing ten from the middle",
      () => {
        const keys: string[] = [];
        for (const { key } of bench.live("s").units.list(["available", "pending", "finished", "failed"], "u5")) {
          if (keys.push(key) === 10) break;
        }
        expect(keys).toHaveLength(10);
      },
    ],
    [
      "what a worker was handed",
      () => {
        bench.heartbeat("child");
        expect(bench.work({ worker: "child" })).toHaveLength(1);
        expect(bench.handedTo("child")).toHaveLength(1);
      },
    ],
    ["dropping a whole state", () => finish(bench.live("s").units.deleteState("finished"))],
  ])("%s takes a few steps", (_, work) => {
    const steps = stepsOf(work);
    expect(steps).toBeLessThan(FEW);
  });

  it("is counted at all", () => {
    expect(stepsOf(() => Array.from(bench.live("s").units.list(["available"])))).toBeGreaterThan(UNITS / 4);
    expect(stepsOf(() => bench.add("s", "counted"))).toBeGreaterThan(10);
  });
});
