import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { whenIdle } from "./when-idle.ts";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe("whenIdle()", () => {
  it("tells once where nothing was ever done", () => {
    const onIdle = vi.fn();
    const stop = whenIdle(() => 0, onIdle);
    vi.advanceTimersByTime(100_000);
    expect(onIdle).toHaveBeenCalledTimes(1);
    stop();
  });

  it("tells once a while after something was done, and again after the next time", () => {
    let activity = 0;
    const onIdle = vi.fn();
    const stop = whenIdle(() => activity, onIdle);
    vi.advanceTimersByTime(2_000);
    expect(onIdle).not.toHaveBeenCalled();
    for (let i = 0; i < 10; i++) {
      activity++;
      vi.advanceTimersByTime(1_000);
    }
    expect(onIdle).not.toHaveBeenCalled();
    vi.advanceTimersByTime(10_000);
    expect(onIdle).toHaveBeenCalledTimes(1);
    activity++;
    vi.advanceTimersByTime(10_000);
    expect(onIdle).toHaveBeenCalledTimes(2);
    stop();
    activity++;
    vi.advanceTimersByTime(10_000);
    expect(onIdle).toHaveBeenCalledTimes(2);
  });
});
