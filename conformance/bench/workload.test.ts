import { describe, expect, it } from "vitest";
import { loadFor } from "./workload.ts";

describe("loadFor()", () => {
  it("adds stretches up until the time is used, and tells each how much is left", async () => {
    const left: number[] = [];
    const load = await loadFor(1, async (seconds) => {
      left.push(seconds);
      return { calls: 10, seconds: 0.375, daemonCpu: 0.25, generatorCpu: 0.125 };
    });
    expect(left).toEqual([1, 0.625, 0.25]);
    expect(load).toEqual({ calls: 30, seconds: 1.125, daemonCpu: 0.75, generatorCpu: 0.375 });
  });

  it("knows no CPU time of a daemon when one stretch does not", async () => {
    const cpu = [0.5, null];
    const load = await loadFor(1, async () => ({
      calls: 1,
      seconds: 0.5,
      daemonCpu: cpu.shift() ?? null,
      generatorCpu: 0,
    }));
    expect(load.daemonCpu).toBeNull();
  });
});
