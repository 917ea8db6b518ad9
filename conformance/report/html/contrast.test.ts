import { describe, expect, it } from "vitest";
import { contrast } from "./contrast.ts";

/** The marked parts in brackets. */
function marked(text: string, ranges: readonly { start: number; end: number }[]): string {
  return ranges.reduceRight(
    (out, { start, end }) => `${out.slice(0, start)}[${out.slice(start, end)}]${out.slice(end)}`,
    text,
  );
}

describe("contrast()", () => {
  it.each([
    ["same", "same", "same", "same"],
    ["", "", "", ""],
    ["x", "", "[x]", ""],
    ["abXcd", "abYYcd", "ab[X]cd", "ab[YY]cd"],
    ["headABCtail", "heaABCtails", "hea[d]ABCtail", "heaABCtail[s]"],
    ["1axxxb2", "3axxxb4", "[1]axxxb[2]", "[3]axxxb[4]"],
    ["1ax2", "3ax4", "[1ax2]", "[3ax4]"],
  ])("%j and %j", (a, b, left, right) => {
    const [inA, inB] = contrast([...a], [...b]);
    expect([marked(a, inA), marked(b, inB)]).toEqual([left, right]);
  });

  it("marks exactly what differs where every element tells something", () => {
    const [inA, inB] = contrast([...Buffer.from("821a01ff02", "hex")], [...Buffer.from("821b01fe02", "hex")], 1);
    expect(inA).toEqual([
      { start: 1, end: 2 },
      { start: 3, end: 4 },
    ]);
    expect(inB).toEqual(inA);
  });

  it("marks the middle of what is too long to be compared further", () => {
    const long = "x".repeat(5000);
    const [inA, inB] = contrast([...`${long}A${long}`], [...`${long}BB${long}`]);
    expect([inA, inB]).toEqual([[{ start: 5000, end: 5001 }], [{ start: 5000, end: 5002 }]]);
  });
});
