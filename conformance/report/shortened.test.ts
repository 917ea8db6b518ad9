import { describe, expect, it } from "vitest";
import { shortened } from "./shortened.ts";
import { sampleRun } from "./testing/sample-run.ts";

describe("shortened()", () => {
  const [finding] = sampleRun.results[1]?.differences ?? [];
  if (finding === undefined) throw new Error("no sample");

  it("leaves short findings unchanged", () => {
    expect(shortened([finding])).toEqual([finding]);
  });

  it("limits the number of findings of a case", () => {
    expect(shortened(Array.from({ length: 3000 }, () => finding))).toHaveLength(20);
  });

  it("keeps the bytes of a reply once, and cuts long values", () => {
    const long = {
      ...finding,
      got: "x".repeat(5000),
      replied: "ab".repeat(10_000),
      call: [`now(${"1".repeat(5000)})`],
    };
    const [first, second, other] = shortened([long, { ...long, path: "[1]" }, { ...long, reply: 2 }]);
    expect(first?.got).toBe(`${"x".repeat(4096)}...(904 characters more)`);
    expect(first?.call[0]?.length).toBeLessThan(4200);
    expect([first, second, other].map((each) => each?.replied.length)).toEqual([16_384, 0, 16_384]);
  });
});
