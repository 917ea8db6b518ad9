import { describe, expect, it } from "vitest";
import { clientTable, inOne } from "./client-runs.ts";
import { pythonResult } from "./results.ts";
import { unmeasuredRun } from "./run.ts";

const runOf = (client: string, ...cases: readonly (readonly [string, "passed" | "diverged" | "not-run"])[]) => ({
  client,
  run: {
    ...unmeasuredRun([], `a daemon, ${client}`, "", [{ outcome: "diverged" as const, message: "it broke" }]),
    results: cases.map(([name, outcome]) => pythonResult({ case: name, title: "", outcome })),
    milliseconds: 5,
  },
});
const older = runOf("0.1.5", ["test_job_client::test_args", "passed"], ["test_rejester_worker::test_fork", "passed"]);
const newer = runOf("../newer", ["test_job_client::test_args", "diverged"], ["workers", "not-run"]);

describe("clientTable()", () => {
  it("has a row for each client and a column for each suite", () => {
    expect(clientTable([older, newer])).toBe(
      ["client    core    workers", "0.1.5     1 of 1  1 of 1", "../newer  0 of 1  not run", ""].join("\n"),
    );
  });
});

describe("inOne()", () => {
  it("leaves the run of one client as it is", () => {
    expect(inOne([older])).toBe(older.run);
  });

  it("keeps the results of several clients apart by their suite", () => {
    const { results, problems, daemon, milliseconds } = inOne([older, newer]);
    expect(results.map((each) => [each.suite, each.case])).toEqual([
      ["python 0.1.5", "test_job_client::test_args"],
      ["python 0.1.5", "test_rejester_worker::test_fork"],
      ["python ../newer", "test_job_client::test_args"],
      ["python ../newer", "workers"],
    ]);
    expect(problems.map(({ message }) => message)).toEqual(["0.1.5: it broke", "../newer: it broke"]);
    expect([daemon, milliseconds]).toEqual(["a daemon, 0.1.5; a daemon, ../newer", 10]);
  });
});
