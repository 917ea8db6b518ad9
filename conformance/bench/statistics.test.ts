import { describe, expect, it } from "vitest";
import { median, percentile, ratio, Samples } from "./statistics.ts";

describe("percentile()", () => {
  const hundred = Float64Array.from({ length: 100 }, (_, index) => index + 1);

  it.each([
    [0.5, 50],
    [0.99, 99],
    [1, 100],
    [0, 1],
    [0.991, 100],
  ])("of 1 to 100, share %d is %d", (share, expected) => {
    expect(percentile(hundred, share)).toBe(expected);
  });

  it("is the only sample for every percentage when there is one sample", () => {
    expect(percentile(Float64Array.of(7), 0.01)).toBe(7);
  });

  it("is NaN for an empty list of samples", () => {
    expect(percentile(new Float64Array(), 0.5)).toBeNaN();
  });
});

describe("median()", () => {
  it.each([
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[5], 5],
    [[10, 9, 100], 10],
  ])("of %j is %d", (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  it("is NaN for an empty list of values", () => {
    expect(median([])).toBeNaN();
  });
});

describe("ratio()", () => {
  it("compares turn by turn, not the medians", () => {
    // The machine was half as fast in the second turn, for every daemon, so the ratio is the same.
    expect(ratio([100, 50, 100], [200, 100, 200])).toEqual({ median: 0.5, min: 0.5, max: 0.5 });
  });

  it("gives the least and the largest of the turns", () => {
    expect(ratio([1, 2, 3], [1, 1, 1])).toEqual({ median: 2, min: 1, max: 3 });
  });

  it("refuses turns that have no partner", () => {
    expect(() => ratio([1, 2], [1])).toThrow(RangeError);
  });
});

describe("Samples", () => {
  it("sorts as numbers, and holds more than it had room for", () => {
    const samples = new Samples();
    for (let value = 5000; value > 0; value--) samples.add(value);
    const sorted = samples.sorted();
    expect([samples.count, sorted[0], sorted[1999], sorted[4999]]).toEqual([5000, 1, 2000, 5000]);
  });

  it("merges the samples of another collection", () => {
    const [some, others] = [new Samples(), new Samples()];
    some.add(2);
    others.add(3);
    others.add(1);
    some.addAll(others);
    expect([...some.sorted()]).toEqual([1, 2, 3]);
  });
});
