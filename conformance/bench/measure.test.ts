import { describe, expect, it } from "vitest";
import type { Daemon } from "./daemon.ts";
import { type Measured, MeasureError, measureAll } from "./measure.ts";
import { report } from "./report.ts";
import { Samples } from "./statistics.ts";
import { workloadText } from "./text.ts";
import type { Workload } from "./workload.ts";

function daemon(name: string, isSpawned = false): Daemon {
  return { name, isSpawned, start: () => Promise.reject(new Error("not to be started")) };
}

/** A workload that logs its steps and measures these values in a daemon's turns, the first in the warm-up. */
function scripted(log: string[], values: Record<string, readonly number[]>, more: Partial<Workload> = {}): Workload {
  return {
    name: "w",
    title: "scripted",
    metric: { unit: "calls/s", better: "more" },
    prepare: async ({ name }) => {
      log.push(`prepare ${name}`);
      const left = [...(values[name] ?? [])];
      return {
        turn: async () => {
          log.push(`turn ${name}`);
          const value = left.shift();
          if (value === undefined) throw new Error("get_work: error reply");
          const latencies = new Samples();
          for (let milliseconds = 1; milliseconds <= 100; milliseconds++) latencies.add(milliseconds);
          return { value, latencies, load: { calls: 100, seconds: 2, daemonCpu: 1, generatorCpu: 0.5 } };
        },
        close: async () => {
          log.push(`close ${name}`);
        },
      };
    },
    ...more,
  };
}

async function all(group: Workload[], daemons: Daemon[], echo: Daemon | null = null): Promise<Measured[]> {
  const measured: Measured[] = [];
  const signal = new AbortController().signal;
  for await (const each of measureAll({ groups: [group], daemons, echo, turns: 2, signal, progress: () => {} })) {
    measured.push(each);
  }
  return measured;
}

describe("measureAll()", () => {
  it("measures daemons in turns, after a turn of each that does not count", async () => {
    const log: string[] = [];
    const [measured] = await all([scripted(log, { a: [9, 1, 2], b: [9, 3, 4] })], [daemon("a"), daemon("b")]);
    expect(log).toEqual([
      ...["prepare a", "prepare b", "turn a", "turn b"],
      ...["turn a", "turn b", "turn a", "turn b", "close a", "close b"],
    ]);
    expect(measured?.series.map(({ turns }) => turns.map(({ value }) => value))).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it("measures the workloads of a group in the same turns", async () => {
    const log: string[] = [];
    const values = { a: [1, 2, 3] };
    await all([scripted(log, values), scripted(log, values, { turns: 1 })], [daemon("a", true)]);
    expect(log.filter((line) => line.startsWith("turn"))).toHaveLength(4);
    expect(log.slice(0, 2)).toEqual(["prepare a", "prepare a"]);
  });

  it("measures them one after the other on a daemon that is there only once", async () => {
    const log: string[] = [];
    const measured = await all([scripted(log, { a: [1, 2, 3] }), scripted(log, { a: [1, 2, 3] })], [daemon("a")]);
    expect(log.slice(3, 6)).toEqual(["turn a", "close a", "prepare a"]);
    expect(measured.map(({ first }) => first)).toEqual([null, null]);
  });

  it("measures the echo in the same turns, on the workload that it is the limit of", async () => {
    const limit = scripted([], { echo: [9, 200, 100] });
    const [measured] = await all([scripted([], { a: [9, 50, 50] }, { limit })], [daemon("a")], daemon("echo", true));
    expect(measured && report(measured).results[0]?.ratios).toEqual([
      { of: "echo", median: 0.375, min: 0.25, max: 0.5 },
    ]);
  });

  it("measures once, and cold, where once is enough", async () => {
    const log: string[] = [];
    await all([scripted(log, { a: [1] }, { turns: 1 })], [daemon("a")]);
    expect(log).toEqual(["prepare a", "turn a", "close a"]);
  });

  it("leaves out what needs a started daemon, for those that are not", async () => {
    const log: string[] = [];
    const workloads = [scripted(log, { b: [1, 2, 3] }, { needsSpawned: true })];
    const measured = await all(workloads, [daemon("a"), daemon("b", true)]);
    expect(measured[0]?.series.map((series) => series.daemon)).toEqual(["b"]);
    expect(await all(workloads, [daemon("a")])).toEqual([]);
  });

  it("says which daemon failed and what came, and closes all of them", async () => {
    const log: string[] = [];
    const measuring = all([scripted(log, { a: [1, 2, 3], b: [1] })], [daemon("a"), daemon("b")]);
    await expect(measuring).rejects.toThrow(new MeasureError("w, b: get_work: error reply"));
    expect(log.slice(-2)).toEqual(["close a", "close b"]);
  });
});

describe("report()", () => {
  it("gives median, percentiles over all turns, CPU shares and ratios", async () => {
    const [measured] = await all([scripted([], { a: [9, 10, 30], b: [9, 40, 40] })], [daemon("a"), daemon("b")]);
    expect(measured && report(measured).results[0]).toEqual({
      daemon: "a",
      isDaemon: true,
      median: 20,
      min: 10,
      max: 30,
      turns: [10, 30],
      latency: { p50: 50, p99: 99, max: 100, calls: 200 },
      busy: { daemon: 0.5, generator: 0.25 },
      ratios: [{ of: "b", median: 0.5, min: 0.25, max: 0.75 }],
      against: null,
    });
  });

  it("compares workloads of the same turns, daemon by daemon", async () => {
    const short = scripted([], { a: [9, 10, 20], b: [9, 1, 1] }, { name: "cycle", queue: 10_000 });
    const long = scripted([], { a: [9, 9, 16], b: [9, 1, 1] }, { name: "cycle", queue: 1_000_000 });
    const [first, second] = await all([short, long], [daemon("a", true), daemon("b", true)]);
    expect(first && report(first).results.map(({ against }) => against)).toEqual([null, null]);
    expect(second && report(second).results[0]?.against).toEqual({
      of: "cycle at 10,000",
      median: 0.8500000000000001,
      min: 0.8,
      max: 0.9,
    });
  });
});

describe("workloadText()", () => {
  it("lines the figures up and compares the first with the others", async () => {
    const values = { fast: [9, 54_321, 54_321], slow: [9, 2.4, 2.5] };
    const [measured] = await all([scripted([], values)], [daemon("fast"), daemon("slow")]);
    expect(measured && workloadText(report(measured))).toBe(
      [
        "w: scripted",
        "        calls/s     least to most  p50 ms  p99 ms  max ms  busy  load",
        "  fast   54,321  54,321 to 54,321    50.0    99.0   100.0  50 %  25 %",
        "  slow     2.45        2.4 to 2.5    50.0    99.0   100.0  50 %  25 %",
        "  fast is 22,181 (21,728 to 22,634) of slow",
        "",
        "",
      ].join("\n"),
    );
  });
});
