import { describe, expect, it } from "vitest";
import { exitCodeOf } from "../run/result.ts";
import type { ShimEvent, TestResult } from "./events.ts";
import type { Ending } from "./pytest.ts";
import { createCollector } from "./results.ts";

const ENDED: Ending = { status: 0, stopped: undefined, failure: undefined, output: "" };

function collect(events: readonly ShimEvent[], ending: Partial<Ending> = {}) {
  const collector = createCollector(() => undefined);
  for (const event of events) collector.handle(event);
  return collector.finish({ ...ENDED, ...ending });
}

const collected = (...tests: string[]): ShimEvent => ({
  event: "collected",
  tests: tests.map((test) => ({ test, title: `about ${test}`, slow: false, requires: [] })),
});

const result = (test: string, fields: Partial<TestResult> = {}): ShimEvent => ({
  event: "result",
  test,
  outcome: "passed",
  calls: 2,
  seconds: 0.25,
  message: undefined,
  ...fields,
});

describe("createCollector()", () => {
  it("makes a result of each test, with the number of its calls", () => {
    const { results, problems } = collect([collected("m::a"), { event: "start", test: "m::a" }, result("m::a")]);
    expect(results).toEqual([
      expect.objectContaining({
        suite: "python",
        case: "m::a",
        outcome: "passed",
        title: "about m::a (2 calls answered)",
        milliseconds: 250,
      }),
    ]);
    expect(exitCodeOf({ results, problems })).toBe(0);
  });

  it("gives a failed test the line that tells why, and the whole traceback", () => {
    const message = "def test():\n>   assert 1 == 2\nE   assert 1 == 2\nE    +1\n\ntest.py:2: AssertionError";
    const { results, problems } = collect([collected("a"), result("a", { outcome: "failed", message })], { status: 1 });
    expect(results[0]).toMatchObject({ outcome: "diverged", reason: "assert 1 == 2", detail: message });
    expect(exitCodeOf({ results, problems })).toBe(1);
  });

  it("does not count a skipped test as measured", () => {
    const { results, problems } = collect([collected("a"), result("a", { outcome: "skipped", message: "no fork" })]);
    expect(results[0]).toMatchObject({ outcome: "not-run", reason: "no fork" });
    expect(exitCodeOf({ results, problems })).toBe(2);
  });

  it.each([
    ["interrupted", { stopped: "interrupted" as const, status: undefined }, "not-run", 3],
    ["stalled", { stopped: "stalled" as const, status: undefined }, "diverged", 1],
    ["crashed", { status: 139, output: "Segmentation fault" }, "unmeasured", 3],
  ])("accounts for every test of a run that was %s", (_, ending, running, code) => {
    const events = [collected("a", "b", "c"), result("a"), { event: "start", test: "b" } as const];
    const { results, problems } = collect(events, ending);
    expect(exitCodeOf({ results, problems })).toBe(code);
    expect(results.map((each) => [each.case, each.outcome])).toEqual([
      ["a", "passed"],
      ["b", running],
      ["c", "not-run"],
    ]);
  });

  it.each([
    [
      "the daemon was refused",
      [{ event: "refused", specs: ["x", "y"] } as const],
      { status: 4 },
      "holds 2 work specs (x, y); --allow-clear",
    ],
    [
      "a module is broken",
      [{ event: "uncollectable", module: "m.py", message: "ImportError" } as const],
      { status: 2 },
      "m.py cannot be collected",
    ],
    ["pytest broke", [], { status: 3, output: "INTERNALERROR" }, "pytest ended with status 3:\nINTERNALERROR"],
    ["no daemon could be started", [], { status: 3, failure: new Error("port taken") }, "port taken"],
  ])("reports that %s, and could not measure", (_, events, ending, message) => {
    const { results, problems } = collect(events, ending);
    expect(problems).toEqual([{ outcome: "unmeasured", message: expect.stringContaining(message) }]);
    expect(exitCodeOf({ results, problems })).toBe(3);
  });

  it("selects nothing when pytest finds nothing", () => {
    const { results, problems } = collect([collected()], { status: 5 });
    expect(exitCodeOf({ results, problems })).toBe(2);
  });
});
