import { describe, expect, it } from "vitest";
import { Checker } from "./checker.ts";

function at(seconds: number) {
  return { sent: seconds, received: seconds + 0.1 };
}

function checkerWith(...keys: string[]): Checker {
  const checker = new Checker();
  for (const key of keys) {
    checker.adding(key);
    checker.added(key);
  }
  return checker;
}

describe("Checker", () => {
  it("has nothing to say of a queue that keeps its word", () => {
    const checker = checkerWith("a", "b", "c");
    const first = checker.leased("a", at(0), 10);
    checker.pending("a", 10, at(5));
    checker.renewed("a", first, at(9), 10);
    checker.reporting("a", first, "finished");
    checker.reported("a", first, "finished", true, at(10));
    checker.leased("b", at(0), 10);
    const second = checker.leased("b", at(10.2), 10);
    checker.reporting("b", second, "released");
    const third = checker.leased("b", at(10.3), 10);
    checker.reported("b", second, "released", true, at(10.3));
    checker.reported("b", third, "failed", true, at(11));
    checker.settled("a", 4);
    checker.settled("b", 5);
    checker.settled("c", 1);
    checker.deleted("a");
    checker.adding("d");
    checker.neverAdded("d");
    expect([checker.violations, checker.outcomes.expired, checker.size]).toEqual([[], 1, 2]);
  });

  it.each<[string, (checker: Checker, lease: number) => void]>([
    ["a was given twice", (checker) => checker.leased("a", at(9), 10)],
    [
      "a was handed out when finished",
      (checker, lease) => {
        checker.reported("a", lease, "finished", true, at(1));
        checker.leased("a", at(1), 10);
      },
    ],
    ["nosuch was handed out, and never added or already deleted", (checker) => checker.leased("nosuch", at(0), 1)],
    ["a is pending after its lease", (checker) => checker.pending("a", 10, at(11.5))],
    ["a is lost", (checker) => checker.missing("a")],
    [
      "a was left failed, and its status is 1",
      (checker, lease) => {
        checker.reported("a", lease, "failed", true, at(1));
        checker.settled("a", 1);
      },
    ],
    ["a was left leased, and its status is 3", (checker) => checker.settled("a", 3)],
    ["a could not be finished", (checker, lease) => checker.reported("a", lease, "finished", false, at(1))],
    ["a was handed out, and is not there", (checker) => checker.neverAdded("a")],
  ])("notes that %s", (violation, happens) => {
    const checker = checkerWith("a");
    happens(checker, checker.leased("a", at(0), 10));
    expect(checker.violations).toEqual([violation]);
  });

  it("expects a lease to end early whose renewal is under way and shortens it", () => {
    const checker = checkerWith("a");
    const lease = checker.leased("a", at(0), 10);
    checker.renewing("a", lease, 1, 2);
    checker.leased("a", at(3.2), 10);
    expect(checker.violations).toEqual([]);
  });

  it("says nothing of a unit that was given back when its lease may have been over and another worker's had begun", () => {
    const checker = checkerWith("a");
    const lease = checker.leased("a", at(0), 10);
    checker.reporting("a", lease, "released");
    checker.leased("a", at(10.2), 10);
    checker.reported("a", lease, "released", true, at(10.3));
    checker.leased("a", at(10.4), 10);
    expect([checker.violations, checker.outcomes.contested]).toEqual([[], 1]);
  });

  it("takes two leases for one after the other when their replies may have been read the other way round", () => {
    const checker = checkerWith("a");
    checker.leased("a", { sent: 11, received: 12 }, 10);
    checker.leased("a", { sent: 1, received: 12.1 }, 10);
    expect([checker.violations, checker.outcomes.contested]).toEqual([[], 1]);
  });

  it("says nothing of a unit whose worker was heard when its lease may have been over, but that it must be there", () => {
    const checker = checkerWith("a");
    const lease = checker.leased("a", at(0), 10);
    checker.reporting("a", lease, "finished");
    checker.leased("a", at(10.5), 10);
    checker.reported("a", lease, "finished", true, at(10.6));
    checker.leased("a", at(10.7), 10);
    checker.settled("a", 4);
    expect([checker.violations, checker.outcomes.contested, [...checker.keys("leased")]]).toEqual([[], 1, []]);
    checker.missing("a");
    expect(checker.violations).toEqual(["a is lost"]);
  });
});
