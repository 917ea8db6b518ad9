import { once } from "node:events";
import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { createTestClock, followLines } from "./test-clock.ts";

describe("createTestClock()", () => {
  it("stands still but for what it is advanced by", () => {
    const clock = createTestClock(1000);
    expect([clock.now(), clock.now()]).toEqual([1000, 1000]);
    clock.advance(0.5);
    clock.advance(400);
    expect(clock.now()).toBe(1400.5);
  });

  it.each([-1, Number.NaN, Infinity])("refuses to advance by %d", (seconds) => {
    const clock = createTestClock(1000);
    expect(() => clock.advance(seconds)).toThrow(RangeError);
    expect(clock.now()).toBe(1000);
  });
});

describe("followLines()", () => {
  it("moves the clock by each line, and says what time it is or what is wrong", async () => {
    const clock = createTestClock(1000);
    const input = new PassThrough();
    const answers: string[] = [];
    followLines(input, clock, (text) => answers.push(text), new AbortController().signal);
    input.end("advance 60\nback 1\nadvance -5\nadvance 0.25\n");
    await once(input, "close");
    expect(answers).toEqual([
      "the time is 1060",
      "the test clock takes 'advance SECONDS', not 'back 1'",
      "the test clock takes 'advance SECONDS', not 'advance -5'",
      "the time is 1060.25",
    ]);
  });

  it("reads no more once it is stopped", async () => {
    const clock = createTestClock(1000);
    const input = new PassThrough();
    const stop = new AbortController();
    followLines(input, clock, () => {}, stop.signal);
    stop.abort();
    input.end("advance 60\n");
    await new Promise((resolve) => setImmediate(resolve));
    expect(clock.now()).toBe(1000);
  });
});
