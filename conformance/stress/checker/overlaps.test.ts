// What calls that overlap, or that were never answered, may not have done, whichever way they came.
import { describe, expect, it } from "vitest";
import type { Call } from "../history/call.ts";
import {
  add,
  addAll,
  call,
  control,
  count,
  counts,
  getWork,
  heartbeat,
  holder,
  judged,
  keys,
  LOST,
  list,
  lock,
  NO,
  number,
  OK,
  plain,
  remove,
  renewLock,
  said,
  setSpec,
  status,
  update,
  work,
} from "../testing/story.ts";

const few = (maxRunning: number) => call(0, 0.01, setSpec("s", { maxRunning }), OK);
const three = call(0.1, 0.2, addAll("a", "b", "c"), OK);

describe("Checker: overlapping calls", () => {
  it.each<[string, string, Call[]]>([
    [
      "two get_works that pass max_running between them",
      "over-max-running",
      [few(1), three, call(1, 2, getWork("w", 30), work("a")), call(1.1, 2.1, getWork("x", 30), work("b"), 1)],
    ],
    [
      "three get_works that pass max_running between them",
      "over-max-running",
      [
        few(2),
        three,
        call(1, 2, getWork("w", 30), work("a")),
        call(1.1, 2.1, getWork("x", 30), work("b"), 1),
        call(1.2, 1.9, getWork("y", 30), work("c"), 2),
      ],
    ],
    [
      "two get_works that pass max_running with one that was pending",
      "over-max-running",
      [
        few(2),
        three,
        call(0.5, 0.6, getWork("v", 30), work("a")),
        call(1, 2, getWork("w", 30), work("b")),
        call(1.1, 2.1, getWork("x", 30), work("c"), 1),
      ],
    ],
    [
      "the same unit for both",
      "leased-twice",
      [three, call(1, 2, getWork("w", 30), work("a")), call(1.1, 2.1, getWork("x", 30), work("a"), 1)],
    ],
    [
      "a unit that neither of two get_works was given, though it is first",
      "wrong-order",
      [three, call(1, 2, getWork("w", 30), work("b")), call(1.1, 2.1, getWork("x", 30), work("c"), 1)],
    ],
    [
      "a list that lacks a unit which is being handed out",
      "wrong-page",
      [three, call(1, 2, getWork("w", 30), work("a")), call(1.1, 1.9, list(), keys("b", "c"), 1)],
    ],
    [
      "a list that lacks a unit which is being finished",
      "wrong-page",
      [
        three,
        call(0.5, 0.6, getWork("w", 30), work("a")),
        call(1, 1.5, update("a", 4), OK),
        call(1.1, 1.9, list(), keys("b", "c"), 1),
      ],
    ],
    [
      "a list that lacks a unit whose finish was never answered",
      "wrong-page",
      [
        three,
        call(0.5, 0.6, getWork("w", 30), work("a")),
        call(1, 1.5, update("a", 4), LOST),
        call(1.6, 1.9, list(), keys("b", "c"), 1),
      ],
    ],
    [
      "a count that lacks a unit which is being handed out",
      "wrong-count",
      [three, call(1, 2, getWork("w", 30), work("a")), call(1.1, 1.9, count, counts(2, 0, 0, 0), 1)],
    ],
    [
      "a count that has a unit twice which is being handed out",
      "wrong-count",
      [three, call(1, 2, getWork("w", 30), work("a")), call(1.1, 1.9, count, counts(3, 1, 0, 0), 1)],
    ],
    [
      "a count that lacks a unit which is being finished",
      "wrong-count",
      [
        three,
        call(0.5, 0.6, getWork("w", 30), work("a")),
        call(1, 1.5, update("a", 4), OK),
        call(1.1, 1.9, count, counts(2, 0, 0, 0), 1),
      ],
    ],
    [
      "a status that goes back to what was before",
      "wrong-status",
      [
        three,
        call(0.5, 0.6, getWork("w", 30), work("a")),
        call(1, 3, update("a", 1), OK),
        call(1.1, 1.2, status("a"), said(1), 1),
        call(1.3, 1.4, status("a"), holder("w"), 1),
      ],
    ],
  ])("finds %s", (_, kind, calls) => {
    expect(judged(...calls).map((each) => each.kind)).toContain(kind);
  });

  it.each<[string, Call[]]>([
    [
      "two get_works of which one came after a finish",
      [
        few(1),
        three,
        call(1, 2, getWork("w", 30), work("a")),
        call(1.2, 1.3, update("a", 4), OK, 1),
        call(1.1, 2.1, getWork("x", 30), work("b"), 2),
      ],
    ],
    [
      "two get_works while max_running is being raised",
      [
        few(1),
        three,
        call(0.9, 3, control("", 2), OK, 3),
        call(1, 2, getWork("w", 30), work("a")),
        call(1.1, 2.1, getWork("x", 30), work("b"), 1),
      ],
    ],
    [
      "two get_works after each other with a lease that ends between them",
      [few(1), three, call(1, 2, getWork("w", 1), work("a")), call(2.5, 3.1, getWork("x", 30), work("b"), 1)],
    ],
    [
      "a get_work that takes longer than its lease, and another one that is given work then",
      [few(1), three, call(1, 4, getWork("w", 1), work("a")), call(3, 3.5, getWork("x", 30), work("b"), 1)],
    ],
    [
      "two units pending under max_running of one, by updates",
      [few(1), three, call(1, 2, update("a", 3, 30), OK), call(1.1, 2.1, getWork("x", 30), work("b"), 1)],
    ],
    [
      "max_running lowered below what is pending",
      [
        few(2),
        three,
        call(1, 1.1, getWork("w", 30, 2), work("a", "b")),
        call(2, 2.1, control("", 1), OK),
        call(3, 3.1, getWork("x"), work()),
      ],
    ],
    [
      "a list without a unit that is being deleted",
      [three, call(1, 2, remove("a"), number(1)), call(1.1, 1.9, list(), keys("b", "c"), 1)],
    ],
    [
      "a list without a unit that is deleted and added again meanwhile",
      [
        three,
        call(1, 3, list(), keys("b", "c"), 1),
        call(1.1, 1.2, remove("a"), number(1)),
        call(1.3, 1.4, add("a"), OK),
      ],
    ],
    [
      "a list without a unit whose deletion was never answered",
      [
        three,
        call(0.5, 0.6, remove("a"), LOST),
        call(0.7, 0.8, getWork("w", 30), work("b"), 1),
        call(0.9, 1, list(), keys("b", "c"), 1),
      ],
    ],
    [
      "a page by state without a unit that is being finished",
      [
        three,
        call(0.5, 0.6, getWork("w", 30), work("a")),
        call(1, 2, update("a", 4), OK),
        call(1.1, 1.9, list(100, "", 4), keys(), 1),
      ],
    ],
    [
      "a count of a unit before or after it was handed out",
      [
        three,
        call(1, 2, getWork("w", 30), work("a")),
        call(1.1, 1.2, count, counts(3, 0, 0, 0), 1),
        call(1.3, 1.4, count, counts(2, 1, 0, 0), 1),
      ],
    ],
    [
      "a count without a unit that clear took meanwhile",
      [
        call(0, 0.01, setSpec("s"), OK),
        three,
        call(1, 2, { do: "clear" }, number(1)),
        call(1.1, 1.9, count, counts(0, 0, 0, 0), 1),
      ],
    ],
  ])("has nothing to say of %s", (_, calls) => {
    expect(judged(...calls)).toEqual([]);
  });
});

describe("Checker: max_running", () => {
  it.each<[string, string, Call[]]>([
    ["work withheld with nothing pending", "work-withheld", [few(1), three, call(1, 1.1, getWork(), work())]],
    [
      "work withheld when what was pending is finished",
      "work-withheld",
      [
        few(1),
        three,
        call(1, 1.1, getWork("w", 30), work("a")),
        call(2, 2.1, update("a", 4), OK),
        call(3, 3.1, getWork(), work()),
      ],
    ],
    [
      "work withheld when what was pending is deleted",
      "work-withheld",
      [
        few(1),
        three,
        call(1, 1.1, getWork("w", 30), work("a")),
        call(2, 2.1, remove("a"), number(1)),
        call(3, 3.1, getWork(), work()),
      ],
    ],
    [
      "work withheld when the lease of what was pending is over",
      "work-withheld",
      [few(1), three, call(1, 1.1, getWork("w", 1), work("a")), call(4, 4.1, getWork(), work())],
    ],
    [
      "a bundle with fewer units than there is room for",
      "work-withheld",
      [few(3), three, call(1, 1.1, getWork("w", 30, 3), work("a"))],
    ],
  ])("finds %s", (_, kind, calls) => {
    expect(judged(...calls).map((each) => each.kind)).toEqual([kind]);
  });

  it.each<[string, Call[]]>([
    [
      "no work with one pending",
      [few(1), three, call(1, 1.1, getWork("w", 30), work("a")), call(2, 2.1, getWork("x"), work())],
    ],
    [
      "no work while one may be pending",
      [few(1), three, call(1, 1.1, getWork("w", 30), LOST), call(2.5, 2.6, getWork("x"), work())],
    ],
    [
      "no work while one is being handed out",
      [few(1), three, call(1, 2, getWork("w", 30), work("a")), call(1.1, 1.2, getWork("x"), work(), 1)],
    ],
    [
      "no work while one is being finished",
      [
        few(1),
        three,
        call(1, 1.1, getWork("w", 30), work("a")),
        call(2, 3, update("a", 4), OK),
        call(2.1, 2.2, getWork("x"), work(), 1),
      ],
    ],
    [
      "a bundle that fills the room that is left",
      [few(2), three, call(1, 1.1, getWork("w", 30), work("a")), call(2, 2.1, getWork("x", 30, 3), work("b"))],
    ],
    [
      "no work while an update may have made one pending",
      [few(1), three, call(1, 1.1, update("a", 3, 30), LOST), call(2.5, 2.6, getWork("x"), work())],
    ],
  ])("has nothing to say of %s", (_, calls) => {
    expect(judged(...calls)).toEqual([]);
  });
});

describe("Checker: unanswered calls", () => {
  it.each<[string, string, Call[]]>([
    [
      "a unit of a lost add that is there, and then is not",
      "unit-lost",
      [call(0, 0.1, add("a"), LOST), call(0.5, 0.6, status("a"), said(1)), call(1, 1.1, status("a"), said(null))],
    ],
    [
      "a unit of a lost add that comes when it can come no more",
      "unit-from-nothing",
      [
        call(0, 0.1, add("a"), LOST),
        call(20, 20.1, status("a"), said(null)),
        call(21, 21.1, status("a"), said(null)),
        call(22, 22.1, getWork(), work("a")),
      ],
    ],
    [
      "a lost finish that was carried out, and was not",
      "update-lost",
      [
        three,
        call(0.5, 0.6, getWork("w", 60), work("a")),
        call(1, 1.1, update("a", 4), LOST),
        call(2, 2.1, status("a"), said(4)),
        call(3, 3.1, status("a"), holder("w")),
      ],
    ],
    [
      "a lost failure that made the unit finished",
      "wrong-status",
      [
        three,
        call(0.5, 0.6, getWork("w", 60), work("a")),
        call(1, 1.1, update("a", 5), LOST),
        call(20, 20.1, status("a"), said(4)),
      ],
    ],
    [
      "the lease of a lost get_work that never ends",
      "lease-never-ends",
      [
        call(0, 0.1, add("a"), OK),
        call(1, 1.1, getWork("ghost", 2), LOST),
        call(2.5, 2.6, status("a"), holder("ghost")),
        call(40, 40.1, status("a"), holder("ghost")),
      ],
    ],
    [
      "a lost get_work that has a unit which it did not ask for",
      "wrong-status",
      [
        call(0, 0.1, add("a"), OK),
        call(1, 1.1, getWork("ghost", 20, 1, ["t"]), LOST),
        call(2.5, 2.6, status("a"), holder("ghost")),
      ],
    ],
    [
      "a lost renewal after which the lease never ends",
      "lease-never-ends",
      [
        three,
        call(0.5, 0.6, getWork("w", 5), work("a")),
        call(1, 1.1, update("a", 3, 9), LOST),
        call(60, 60.1, status("a"), holder("w")),
      ],
    ],
    [
      "a unit that comes neither before nor after a lost change of priority",
      "wrong-order",
      [
        call(0, 0.1, addAll("a", "b"), OK),
        call(0.2, 0.3, add("c", -1), OK),
        call(1, 1.1, { do: "prioritize", spec: "s", keys: ["b"], priority: 5, by: "priority" }, LOST),
        call(2, 2.1, getWork("w", 60), work("c")),
      ],
    ],
    [
      "a deletion that counts more than a lost one can have left",
      "wrong-deletion",
      [
        call(0, 0.1, add("a"), OK),
        call(1, 1.1, remove("a"), LOST),
        call(2.5, 2.6, status("a"), said(null)),
        call(3, 3.1, remove("a", "z"), number(1)),
      ],
    ],
    [
      "two locks of the same beside a lost one",
      "lock-held-twice",
      [call(0, 0.1, lock("x"), LOST), call(1, 1.1, lock("y"), OK), call(2, 2.1, lock("z"), OK)],
    ],
    ["a lost lock that never ends", "lock-lost", [call(0, 0.1, lock("x"), LOST), call(40, 40.1, lock("y"), NO)]],
    [
      "a lost renewal of a lock that never ends",
      "lock-lost",
      [call(0, 0.1, lock("x"), OK), call(1, 1.1, renewLock("x", 20), LOST), call(60, 60.1, lock("y"), NO)],
    ],
    [
      "a worker of a lost heartbeat that never goes",
      "worker-from-nothing",
      [
        call(0, 0.1, heartbeat("w", 5), LOST),
        call(60, 60.1, { do: "workers" }, keys("w")),
        call(61, 61.1, { do: "workers" }, keys("w")),
      ],
    ],
    [
      "a chained unit of a lost finish that is there twice over",
      "leased-when-done",
      [
        call(0, 0.05, setSpec("s", { successor: "s" }), OK),
        call(0.1, 0.2, add("a"), OK),
        call(0.5, 0.6, getWork("w", 60), work("a")),
        call(1, 1.1, update("a", 4, 0, [plain("b")]), LOST),
        call(2.5, 2.6, getWork("x", 60), work("b")),
        call(3, 3.1, update("b", 4), OK),
        call(30, 30.1, getWork("x", 60), work("b")),
      ],
    ],
    [
      "output of a lost finish that was carried out, which is not there",
      "unit-lost",
      [
        call(0, 0.05, setSpec("s", { successor: "s" }), OK),
        call(0.1, 0.2, add("a"), OK),
        call(0.5, 0.6, getWork("w", 60), work("a")),
        call(1, 1.1, update("a", 4, 0, [plain("b")]), LOST),
        call(1.5, 1.6, status("a"), said(4)),
        call(20, 20.1, status("a"), said(4)),
        call(21, 21.1, status("b"), said(null)),
      ],
    ],
    [
      "work withheld beyond what a lost get_work can hold",
      "work-withheld",
      [three, call(1, 1.1, getWork("ghost", 60), LOST), call(2.5, 2.6, getWork("x"), work())],
    ],
    [
      "units out of order beyond what a lost get_work can hold",
      "wrong-order",
      [three, call(1, 1.1, getWork("ghost", 60), LOST), call(2.5, 2.6, getWork("x"), work("c"))],
    ],
  ])("finds %s", (_, kind, calls) => {
    expect(judged(...calls).map((each) => each.kind)).toContain(kind);
  });

  it.each<[string, Call[]]>([
    [
      "no work while a lost get_work may hold all that there is",
      [three, call(1, 1.1, getWork("ghost", 60, 3), LOST), call(2.5, 2.6, getWork("x"), work())],
    ],
    [
      "no work while two lost get_works may hold all that there is",
      [
        call(0, 0.1, addAll("a", "b"), OK),
        call(1, 1.1, getWork("ghost", 60), LOST),
        call(1.2, 1.3, getWork("other", 60), LOST),
        call(2.5, 2.6, getWork("x"), work()),
      ],
    ],
    [
      "the second unit while a lost get_work may hold the first",
      [three, call(1, 1.1, getWork("ghost", 60), LOST), call(2.5, 2.6, getWork("x"), work("b"))],
    ],
    [
      "output of a lost finish that was carried out, which is there",
      [
        call(0, 0.05, setSpec("s", { successor: "s" }), OK),
        call(0.1, 0.2, add("a"), OK),
        call(0.5, 0.6, getWork("w", 60), work("a")),
        call(1, 1.1, update("a", 4, 0, [plain("b")]), LOST),
        call(1.5, 1.6, status("a"), said(4)),
        call(21, 21.1, status("b"), said(1)),
      ],
    ],
  ])("has nothing to say of %s", (_, calls) => {
    expect(judged(...calls)).toEqual([]);
  });
});
