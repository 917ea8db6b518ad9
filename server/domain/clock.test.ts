import { describe, expect, it } from "vitest";
import { Timeline } from "./clock.ts";

describe("Timeline", () => {
  it("tells the same time of a moment though the two clocks are read a moment apart", () => {
    const clock = { wall: 1000, moment: 5, now: () => clock.wall, elapsed: () => clock.moment };
    const time = new Timeline(clock);
    expect(time.wallAt(8)).toBe(1003);
    clock.moment += 0.001;
    expect(time.wallAt(8)).toBe(1003);
    clock.wall += 60;
    expect(time.wallAt(8)).toBeCloseTo(1062.999);
  });

  it("takes moments from the wall clock where there is no other", () => {
    const time = new Timeline({ now: () => 77.5 });
    expect([time.now, time.wall, time.wallAt(80)]).toEqual([77.5, 77.5, 80]);
  });
});
