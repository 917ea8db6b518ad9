import { describe, expect, it } from "vitest";
import { exploredCases } from "./explored.ts";

describe("exploredCases()", () => {
  it("takes from each promoted golden what is sent, and none of what must come", () => {
    const cases = exploredCases();
    expect(cases.map(({ id }) => id)).toContain("explored/states-named-twice");
    for (const definition of cases) {
      const lines = "lines" in definition ? definition.lines : [];
      expect(lines.some((line) => /^[a-z_]+\(/.test(line))).toBe(true);
      expect(lines.filter((line) => line.startsWith("=")).every((line) => /^= (\?|closed|nothing)$/.test(line))).toBe(
        true,
      );
    }
  });
});
