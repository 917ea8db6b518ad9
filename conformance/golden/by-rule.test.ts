import { describe, expect, it } from "vitest";
import { expand, foldItems, foldRuns, foldString } from "./by-rule.ts";

describe("expand()", () => {
  it.each([
    ["«3 * 'k'»", "'kkk'"],
    ["«2 * h'00'»", "h'0000'"],
    [`«2 * "é"»`, `"éé"`],
    [
      "[«9..11: 128(['u%03d', {%d: {}}])»]",
      "[128(['u009', {9: {}}]), 128(['u010', {10: {}}]), 128(['u011', {11: {}}])]",
    ],
    ["«3 nested []»", "[[[]]]"],
    ["«now+300 since 4»", "«now+300 since 4»"],
    ["{'a': 1}", "{'a': 1}"],
  ])("carries out %s", (text, expanded) => {
    expect(expand(text)).toBe(expanded);
  });
});

describe("foldString() and foldItems()", () => {
  it.each([`'${"k".repeat(300)}'`, `h'${"0f".repeat(300)}'`, `"${"é".repeat(300)}"`])(
    "are undone by expand() for a string",
    (text) => {
      const folded = foldString(text);
      expect(folded.length).toBeLessThan(20);
      expect(expand(folded)).toBe(text);
    },
  );

  it.each(["'short'", `'${"ab".repeat(300)}'`, `'${"\\'".repeat(300)}'`])(
    "leave a string that is not of one character",
    (text) => {
      expect(foldString(text)).toBe(text);
    },
  );

  it("abbreviate items that count up", () => {
    const items = Array.from(
      { length: 30 },
      (_, i) => `128(["s", 'u${String(i + 995).padStart(4, "0")}', {"n": ${i + 995}}])`,
    );
    expect(foldItems(items)).toBe(`«995..1024: 128(["s", 'u%04d', {"n": %d}])»`);
  });

  it("leave items that are few, do not count up, or do so in other steps", () => {
    expect(foldItems(["1", "2", "3"])).toBeUndefined();
    expect(foldItems(Array.from({ length: 30 }, () => "7"))).toBeUndefined();
    expect(foldItems(Array.from({ length: 30 }, (_, i) => String(i * i + 5)))).toBeUndefined();
  });
});

describe("foldRuns()", () => {
  const run = (from: number, size: number) => Array.from({ length: size }, (_, i) => `'u${from + i}': ${from + i}`);

  it("puts each run by rule and leaves what stands between", () => {
    const items = ["'a': 1", ...run(100, 37), "'b': 2", "'c': 3", ...run(900, 12), ...run(5, 11)];
    const folded = foldRuns(items);
    expect(folded.slice(0, 5)).toEqual([
      "'a': 1",
      "«100..136: 'u%d': %d»",
      "'b': 2",
      "'c': 3",
      "«900..911: 'u%d': %d»",
    ]);
    expect(folded).toHaveLength(5 + 11);
    expect(expand(folded.join(", "))).toBe(items.join(", "));
  });
});
