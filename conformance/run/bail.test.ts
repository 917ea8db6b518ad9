import { expect, it } from "vitest";
import { sampleRun } from "../report/testing/sample-run.ts";
import { createBail } from "./bail.ts";
import type { Outcome, Result } from "./result.ts";

const [base] = sampleRun.results;
if (base === undefined) throw new Error("the sample has no result");
const result = (id: string, outcome: Outcome): Result => ({ ...base, case: id, outcome, reason: "r" });
const results = [
  result("a/late", "diverged"),
  result("a/first", "unmeasured"),
  result("a/good", "passed"),
  result("a/second", "diverged"),
];

it.each<[number | undefined, Outcome[]]>([
  [1, ["not-run", "unmeasured", "passed", "not-run"]],
  [2, ["not-run", "unmeasured", "passed", "diverged"]],
  [undefined, ["diverged", "unmeasured", "passed", "diverged"]],
])("--bail %s keeps the cases that failed first, in whichever order they are listed", (most, outcomes) => {
  const bail = createBail(most);
  for (const id of ["a/first", "a/second", "a/late"]) {
    for (const each of results) if (each.case === id) bail.note(each);
  }
  expect(bail.kept(results).map(({ outcome }) => outcome)).toEqual(outcomes);
});

it("says of what is left out how many cases had failed", () => {
  const bail = createBail(1);
  for (const each of results.slice(1)) bail.note(each);
  expect(bail.kept(results)[0]).toMatchObject({ reason: "1 case failed before", differences: [] });
});
