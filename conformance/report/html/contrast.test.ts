import { describe, expect, it } from "vitest";
import { contrast, contrastBytes } from "./contrast.ts";

/** The text with its marked parts in brackets. */
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

  it("marks everything between common prefix and suffix of long sequences", () => {
    const long = "x".repeat(5000);
    const [inA, inB] = contrast([...`${long}A${long}`], [...`${long}BB${long}`]);
    expect([inA, inB]).toEqual([[{ start: 5000, end: 5001 }], [{ start: 5000, end: 5002 }]]);
  });
});

describe("contrastBytes()", () => {
  const bytes = (hex: string) => Buffer.from(hex, "hex");
  const at = (...places: readonly number[]) => places.map((start) => ({ start, end: start + 1 }));

  it.each([
    ["8280f6", "82f6f6", at(1), at(1)],
    ["821a01ff02", "821b01fe02", at(1, 3), at(1, 3)],
    ["0102030405", "0203040506", at(0), at(4)],
    ["0102", "010302", [], at(1)],
    ["0102", "0102", [], []],
  ])("marks in %s and %s the bytes that differ and no others", (a, b, left, right) => {
    expect(contrastBytes(bytes(a), bytes(b))).toEqual([left, right]);
  });
});
