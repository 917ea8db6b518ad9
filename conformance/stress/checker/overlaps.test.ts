// Effects that overlapping calls cannot have in any order.
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
  holder,
  judged,
  keys,
  LOST,
  list,
  number,
  OK,
  remove,
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
      "two get_works that exceed max_running together",
      "over-max-running",
      [few(1), three, call(1, 2, getWork("w", 30), work("a")), call(1.1, 2.1, getWork("x", 30), work("b"), 1)],
    ],
    [
      "three get_works that exceed max_running together",
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
      "two get_works that exceed max_running together with a pending unit",
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
      "the same unit handed out by both",
      "leased-twice",
      [three, call(1, 2, getWork("w", 30), work("a")), call(1.1, 2.1, getWork("x", 30), work("a"), 1)],
    ],
    [
      "a unit that neither of two get_works got, though it is first",
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
      "a list that lacks a unit with an unanswered finish",
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
      "a count that counts a unit twice while it is handed out",
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
      "a status that returns to its earlier value",
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
      "two successive get_works between which a lease ends",
      [few(1), three, call(1, 2, getWork("w", 1), work("a")), call(2.5, 3.1, getWork("x", 30), work("b"), 1)],
    ],
    [
      "a get_work that takes longer than its lease, and another one that gets the unit",
      [few(1), three, call(1, 4, getWork("w", 1), work("a")), call(3, 3.5, getWork("x", 30), work("b"), 1)],
    ],
    [
      "two units made pending by updates, with max_running 1",
      [few(1), three, call(1, 2, update("a", 3, 30), OK), call(1.1, 2.1, getWork("x", 30), work("b"), 1)],
    ],
    [
      "max_running lowered below the number of pending units",
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
      "a list without a unit that is deleted and added again during it",
      [
        three,
        call(1, 3, list(), keys("b", "c"), 1),
        call(1.1, 1.2, remove("a"), number(1)),
        call(1.3, 1.4, add("a"), OK),
      ],
    ],
    [
      "a list without a unit with an unanswered deletion",
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
      "a unit counted in the status before or after its hand-out",
      [
        three,
        call(1, 2, getWork("w", 30), work("a")),
        call(1.1, 1.2, count, counts(3, 0, 0, 0), 1),
        call(1.3, 1.4, count, counts(2, 1, 0, 0), 1),
      ],
    ],
    [
      "a count without a unit that an overlapping clear deleted",
      [
        call(0, 0.01, setSpec("s"), OK),
        three,
        call(1, 2, { do: "clear" }, number(1)),
        call(1.1, 1.9, count, counts(0, 0, 0, 0), 1),
      ],
    ],
  ])("accepts %s", (_, calls) => {
    expect(judged(...calls)).toEqual([]);
  });
});

describe("Checker: max_running", () => {
  it.each<[string, string, Call[]]>([
    ["no work though no unit is pending", "work-withheld", [few(1), three, call(1, 1.1, getWork(), work())]],
    [
      "no work after the pending unit was finished",
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
      "no work after the pending unit was deleted",
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
      "no work after the lease of the pending unit ended",
      "work-withheld",
      [few(1), three, call(1, 1.1, getWork("w", 1), work("a")), call(4, 4.1, getWork(), work())],
    ],
    [
      "fewer units than max_running and max_jobs allow",
      "work-withheld",
      [few(3), three, call(1, 1.1, getWork("w", 30, 3), work("a"))],
    ],
  ])("finds %s", (_, kind, calls) => {
    expect(judged(...calls).map((each) => each.kind)).toEqual([kind]);
  });

  it.each<[string, Call[]]>([
    [
      "no work while a unit is pending",
      [few(1), three, call(1, 1.1, getWork("w", 30), work("a")), call(2, 2.1, getWork("x"), work())],
    ],
    [
      "no work while a unit may be pending",
      [few(1), three, call(1, 1.1, getWork("w", 30), LOST), call(2.5, 2.6, getWork("x"), work())],
    ],
    [
      "no work while a unit is being handed out",
      [few(1), three, call(1, 2, getWork("w", 30), work("a")), call(1.1, 1.2, getWork("x"), work(), 1)],
    ],
    [
      "no work while a unit is being finished",
      [
        few(1),
        three,
        call(1, 1.1, getWork("w", 30), work("a")),
        call(2, 3, update("a", 4), OK),
        call(2.1, 2.2, getWork("x"), work(), 1),
      ],
    ],
    [
      "as many units as max_running allows",
      [few(2), three, call(1, 1.1, getWork("w", 30), work("a")), call(2, 2.1, getWork("x", 30, 3), work("b"))],
    ],
    [
      "no work while an update may have made a unit pending",
      [few(1), three, call(1, 1.1, update("a", 3, 30), LOST), call(2.5, 2.6, getWork("x"), work())],
    ],
  ])("accepts %s", (_, calls) => {
    expect(judged(...calls)).toEqual([]);
  });
});
