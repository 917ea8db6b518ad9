import { describe, expect, it } from "vitest";
import { goldens } from "../../conformance/run/suite.ts";
import { requestsIn } from "../../conformance/stress/hostile/corpus.ts";
import { GuidedFrames } from "./fuzz/guided-frames.ts";
import { refusals } from "./refusals.ts";

const RUNS = 200;

describe("refusals()", () => {
  it("finds no change of state after a malformed frame was refused, with coverage-guided frames", () => {
    // Few initial inputs, so that the fuzzer has to find the rest.
    const corpus = requestsIn(goldens()).filter((_, i) => i % 200 === 0);
    const frames = new GuidedFrames(corpus, 1);
    const { refused, unfinished, carriedOut, changedBy } = refusals(frames, RUNS);
    frames.close();
    expect(changedBy).toEqual([]);
    expect(refused + unfinished + carriedOut).toBe(RUNS);
    expect(Math.min(refused, unfinished, carriedOut, frames.kept)).toBeGreaterThan(5);
  }, 120_000);
});
