import { describe, expect, it } from "vitest";
import { goldenIds, pythonTestsOf } from "./python-tests.ts";

describe("goldenIds()", () => {
  it("keeps the names of upstream tests, and names scenarios by their area", () => {
    const tests = [
      "test_job_client::test_args",
      "test_task_master::test_del_work_units_by_name[FAILED]",
      "test_rejester_worker::test_single_worker",
      "test_leases::test_late_finish",
    ];
    expect([...goldenIds(tests).values()]).toEqual([
      "upstream/test_args",
      "upstream/test_del_work_units_by_name-FAILED",
      "upstream/test_single_worker",
      "leases/late-finish",
    ]);
  });

  it("makes distinct file names of parameters, also on file systems that ignore case", () => {
    const tests = ["[]", "{}", "-1-1", "ab", "AB", "int key", "_a_", "_", "a[b]"].map(
      (each) => `test_a::test_b[${each}]`,
    );
    expect([...goldenIds(tests).values()]).toEqual([
      "a/b-empty-list",
      "a/b-empty-map",
      "a/b-minus-1-1",
      "a/b-ab",
      "a/b-AB-2",
      "a/b-int-key",
      "a/b-a",
      "a/b-empty",
      "a/b-a-b",
    ]);
  });

  it("rejects an id that is not the id of a test", () => {
    expect(() => goldenIds(["test_a"])).toThrow(expect.objectContaining({ code: "unnamed" }));
  });
});

describe("pythonTestsOf()", () => {
  it("runs the modules of the named areas, or else all", () => {
    expect(pythonTestsOf(["upstream/*"])).toHaveLength(4);
    expect(pythonTestsOf(["leases/*", "leases/late-*"])).toEqual([
      expect.stringMatching(/scenarios\/test_leases\.py$/),
    ]);
    expect(pythonTestsOf(["**/*late*"])).toEqual(pythonTestsOf([]));
  });
});
