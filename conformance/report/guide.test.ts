import { describe, expect, it } from "vitest";
import { goldenOf } from "../golden/testing/golden.ts";
import type { Guided } from "../run/guide.ts";
import type { Run } from "../run/result.ts";
import { guideText } from "./guide.ts";
import { painter } from "./style.ts";
import { goodRun, sampleRun } from "./testing/sample-run.ts";

const steps = [0, 1, 2, 3].map((number) => ({ number, what: `step ${number}`, clauses: new Set<string>() }));
const step = (number: number) => steps[number];
const golden = (id: string) => goldenOf([], { id });
const order: Guided[] = [
  { golden: golden("work/one"), step: step(1) },
  { golden: golden("work/two"), step: step(2) },
  { golden: golden("wire/three"), step: step(3) },
];
const text = (run: Run) =>
  guideText(
    steps,
    order,
    { ...run, problems: [] },
    { again: (id) => `run ${id}`, guide: "run --guide" },
    painter(false),
  );

describe("guideText()", () => {
  it("shows the steps up to the first failing case, that case, and what to do next", () => {
    const lines = text(sampleRun).split("\n");
    expect(lines.slice(0, 3)).toEqual([
      "      0  step 0  its cases need later steps",
      "done  1  step 1  1/1",
      "here  2  step 2  0/1",
    ]);
    expect(lines).toContain("step 2: get_work_unit_status('s', ['u'])");
    expect(lines).toContain("what next");
    expect(lines.at(-2)).toBe("  and on from here:       run --guide");
    expect(lines.join()).not.toContain("step 3");
  });

  it("has no details of cases when nothing fails", () => {
    expect(text(goodRun)).toMatch(/done {2}1 {2}step 1 {2}1\/1\n[\s\S]*every step is done\n$/);
  });
});
