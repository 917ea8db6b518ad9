// Unusual but correct histories, and incorrect ones that differ from them only slightly.
import { describe, expect, it } from "vitest";
import type { Call, Request } from "../history/call.ts";
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
  owner,
  plain,
  readLock,
  remove,
  renewLock,
  said,
  setSpec,
  status,
  unlock,
  update,
  work,
} from "../testing/story.ts";

const both = call(0, 0.1, addAll("a", "b"), OK);
const leased = call(1, 1.1, getWork(), work("a"));
const removeIf = (only: number, ...all: string[]) =>
  ({ do: "delete", spec: "s", keys: all, status: only }) satisfies Request;

const kinds = (...calls: Call[]) => judged(...calls).map(({ kind }) => kind);

describe("Checker: accepts unusual but valid histories", () => {
  it.each<[string, Call[]]>([
    ["a deletion of units of which only some exist", [both, call(1, 1.1, remove("a", "z"), number(1))]],
    [
      "two overlapping deletions, each of which deletes some of the existing units",
      [both, call(1, 3, remove("a", "b"), number(1)), call(2, 4, remove("a", "b"), number(1), 1)],
    ],
    [
      "a deletion that counts one of two units during a status call that finds neither",
      [both, call(1, 3, remove("a", "z"), number(1)), call(1.5, 2, status("a"), said(null), 1)],
    ],
    [
      "a deletion by state that does not yet see an overlapping finish",
      [both, leased, call(2, 4, update("a", 4), OK), call(2.5, 3, removeIf(4, "a", "b"), number(0), 1)],
    ],
    [
      "a deletion by state that sees an overlapping finish",
      [both, leased, call(2, 4, update("a", 4), OK), call(2.5, 3, removeIf(4, "a", "b"), number(1), 1)],
    ],
    [
      "a deletion without a reply that took one of two",
      [both, call(1, 2, remove("a", "z"), LOST), call(3, 3.1, remove("a", "b"), number(1))],
    ],
    [
      "an add without a reply that was carried out much later",
      [call(0, 0.1, add("a"), LOST), call(0.5, 0.6, status("a"), said(null)), call(5, 5.1, status("a"), said(1))],
    ],
    [
      "a status call that overlaps an add and does not see it",
      [call(0, 5, add("a"), OK), call(4.9, 4.95, status("a"), said(null), 1), call(6, 6.1, getWork(), work("a"))],
    ],
    ["a list that begins when an add ends", [call(0, 1, add("a"), OK), call(1, 1.1, list(), keys())]],
    [
      "a hand-out of a unit before the reply to its add",
      [call(0, 9, add("a"), OK), call(1, 1.1, getWork(), work("a"), 1), call(2, 2.1, update("a", 4), OK, 1)],
    ],
    [
      "a finish that overlaps the end of the lease and the next hand-out",
      [
        both,
        call(0.2, 0.3, remove("b"), number(1)),
        leased,
        call(10.9, 11.3, update("a", 4), OK),
        call(11.15, 11.2, getWork("x"), work(), 1),
      ],
    ],
    [
      "a hand-out to another worker at the time of a renewal that comes too late",
      [
        both,
        call(0.2, 0.3, remove("b"), number(1)),
        leased,
        call(10.9, 11.6, update("a", 0, 5), OK),
        call(11.15, 11.2, getWork("x"), work("a"), 1),
      ],
    ],
    [
      "a renewal without a reply that kept the lease",
      [both, leased, call(10, 10.5, update("a", 3, 20), LOST), call(13, 13.1, status("a"), holder("w"))],
    ],
    [
      "a renewal without a reply that was never carried out",
      [both, leased, call(10, 10.5, update("a", 3, 20), LOST), call(13, 13.1, getWork("x"), work("a"), 1)],
    ],
    [
      "an unanswered finish with output that is executed after another call",
      [
        call(0, 0.1, setSpec("s", { successor: "t" }), OK),
        call(0.2, 0.3, add("a"), OK),
        leased,
        call(2, 2.1, update("a", 4, 0, [plain("b")]), LOST),
        call(3, 3.1, status("a"), holder("w")),
        call(4, 4.1, { do: "status", spec: "t", keys: ["b"] }, said(1)),
        call(5, 5.1, status("a"), said(4)),
      ],
    ],
    [
      "two overlapping finishes by two workers, one of them refused",
      [both, leased, call(2, 4, update("a", 4), OK), call(3, 5, update("a", 4), NO, 1)],
    ],
    [
      "an overlapping failure and finish, both accepted because the failure came first",
      [
        both,
        leased,
        call(2, 4, update("a", 4), OK),
        call(3, 5, update("a", 5), OK, 1),
        call(6, 6.1, status("a"), said(4)),
      ],
    ],
    ["a hand-out while the work spec is being paused", [both, call(0.5, 2, control("paused"), OK, 1), leased]],
    [
      "no work while an unanswered pause may be in effect",
      [both, call(0.5, 0.6, control("paused"), LOST, 1), call(3, 3.1, getWork(), work())],
    ],
    [
      "a hand-out with max_running 1 while the pending unit is being given back",
      [
        call(0, 0.1, setSpec("s", { maxRunning: 1 }), OK),
        call(0.2, 0.3, addAll("a", "b"), OK),
        leased,
        call(2, 3, update("a", 4), OK),
        call(2.5, 2.6, getWork("x"), work("b"), 1),
      ],
    ],
    [
      "a unit of lower priority while the priority of the first one changes",
      [both, call(1, 2, { do: "prioritize", spec: "s", keys: ["b"], priority: 5, by: "priority" }, OK, 1), leased],
    ],
    [
      "a unit of lower priority after an unanswered change of priority",
      [
        both,
        call(0.5, 0.6, { do: "prioritize", spec: "s", keys: ["b"], priority: 5, by: "priority" }, LOST, 1),
        call(5, 5.1, getWork(), work("b")),
      ],
    ],
    [
      "counts that overlap a finish, before and after it",
      [both, leased, call(2, 4, update("a", 4), OK), call(3, 3.1, count, counts(1, 1, 0, 0), 1)],
    ],
    ["a count that overlaps the end of a lease", [both, leased, call(10.9, 11.5, count, counts(2, 0, 0, 0))]],
    [
      "pages without a unit that is deleted and added again between two of them",
      [
        both,
        call(1, 1.1, list(1), keys("a")),
        call(1.2, 1.3, remove("a"), number(1)),
        call(1.4, 1.5, add("a"), OK),
        call(2, 2.1, list(1, "a"), keys("b")),
      ],
    ],
    [
      "an unanswered lock that its owner has",
      [call(0, 0.1, lock("x"), LOST), call(2, 2.1, lock("y"), NO), call(3, 3.1, readLock, owner("x"))],
    ],
    [
      "a lock acquired when another one may have expired",
      [call(0, 0.5, lock("x"), OK), call(10.2, 10.3, lock("y"), OK)],
    ],
    [
      "a lock renewed by a call that overlaps its end, and refused",
      [call(0, 0.1, lock("x"), OK), call(9.9, 10.5, renewLock("x", 5), NO)],
    ],
    [
      "an unanswered unlock, and the lock acquired by another owner",
      [call(0, 0.1, lock("x"), OK), call(1, 1.1, unlock("x"), LOST), call(2, 2.1, lock("y"), OK)],
    ],
    [
      "a worker that unregisters while it is listed",
      [
        call(0, 0.1, heartbeat("w"), OK),
        call(1, 3, { do: "unregister", worker: "w" }, OK),
        call(2, 2.1, { do: "workers" }, keys("w"), 1),
        call(2.2, 2.3, { do: "workers" }, keys(), 1),
      ],
    ],
    [
      "fewer units than max_jobs because another one was handed out meanwhile",
      [both, call(1, 3, getWork("w", 10, 2), work("a")), call(1.5, 2, getWork("x", 10, 1), work("b"), 1)],
    ],
    [
      "a unit handed out when its delay may have ended",
      [call(0, 0.5, add("a", 0, 2), OK), call(2.1, 2.2, getWork(), work("a"))],
    ],
    [
      "an unanswered get_work after which the unit failed because it was the last attempt",
      [
        call(0, 0.1, setSpec("s", { maxRetries: 1 }), OK),
        call(0.2, 0.3, add("a"), OK),
        call(1, 1.1, getWork("ghost", 1), LOST),
        call(9, 9.1, getWork("x"), work()),
        call(10, 10.1, status("a"), said(5)),
      ],
    ],
  ])("accepts %s", (_, calls) => {
    expect(judged(...calls)).toEqual([]);
  });
});

describe("Checker: reports violations by a narrow margin", () => {
  it.each<[string, string, Call[]]>([
    [
      "a deletion that counts a unit too many",
      "wrong-deletion",
      [both, call(1, 1.1, remove("a", "b", "z"), number(1))],
    ],
    ["a deletion that counts more units than it named", "wrong-deletion", [both, call(1, 1.1, remove("a"), number(2))]],
    [
      "a deletion of four units, of which two exist, that counts three",
      "wrong-deletion",
      [both, call(1, 1.1, remove("a", "b", "y", "z"), number(3))],
    ],
    [
      "a deletion by state that counts a unit in another state",
      "wrong-deletion",
      [both, leased, call(2, 2.1, removeIf(3, "a", "b", "z"), number(2))],
    ],
    [
      "a unit that is twice in one reply",
      "lease-ended-early",
      [both, call(1, 1.1, getWork("w", 10, 2), work("a", "a"))],
    ],
    [
      "a finish accepted twice, by calls that overlap",
      "update-of-nothing-accepted",
      [both, leased, call(2, 4, update("a", 4), OK), call(3, 5, update("a", 4), OK, 1)],
    ],
    [
      "output added again by a refused finish",
      "leased-when-done",
      [
        call(0, 0.1, setSpec("s", { successor: "s" }), OK),
        call(0.2, 0.3, add("a"), OK),
        leased,
        call(2, 2.1, update("a", 4, 0, [plain("b")]), OK),
        call(3, 3.1, getWork(), work("b")),
        call(4, 4.1, update("b", 4), OK),
        call(5, 5.1, update("a", 4, 0, [plain("b")]), NO),
        call(6, 6.1, getWork(), work("b")),
      ],
    ],
    [
      "output that was never added",
      "unit-lost",
      [
        call(0, 0.1, setSpec("s", { successor: "s" }), OK),
        call(0.2, 0.3, add("a"), OK),
        leased,
        call(2, 2.1, update("a", 4, 0, [plain("b")]), OK),
        call(3, 3.1, status("b"), said(null)),
      ],
    ],
    [
      "a lease that never ends, with max_retries",
      "lease-never-ends",
      [
        call(0, 0.1, setSpec("s", { maxRetries: 1 }), OK),
        call(0.2, 0.3, add("a"), OK),
        leased,
        call(13, 13.1, status("a"), holder("w")),
      ],
    ],
    ["a delay that never ends", "work-withheld", [call(0, 0.1, add("a", 0, 2), OK), call(5, 5.1, getWork(), work())]],
    [
      "a hand-out beyond max_running",
      "over-max-running",
      [
        call(0, 0.1, setSpec("s", { maxRunning: 2 }), OK),
        call(0.2, 0.3, addAll("a", "b", "c"), OK),
        leased,
        call(2, 2.1, getWork("x", 10, 2), work("b", "c")),
      ],
    ],
    [
      "pages that list a unit twice",
      "wrong-page",
      [both, call(1, 1.1, list(1), keys("a")), call(2, 2.1, list(1, "a"), keys("a"))],
    ],
    ["pages that skip a unit", "wrong-page", [both, call(1, 1.1, list(1), keys("b"))]],
    [
      "an update accepted after the unit is deleted",
      "update-of-nothing-accepted",
      [both, leased, call(2, 2.1, remove("a"), number(1)), call(3, 3.1, update("a", 4), OK)],
    ],
    [
      "a lock on the parent of a locked path",
      "lock-held-twice",
      [call(0, 0.1, lock("x", "0/1/2"), OK), call(1, 1.1, lock("y", "0/1"), OK)],
    ],
    [
      "a lock that is free before it expired",
      "lock-lost",
      [call(0, 0.1, lock("x"), OK), call(5, 5.1, readLock, owner(null))],
    ],
    [
      "an unlock of another owner's lock that is accepted",
      "lock-lost",
      [call(0, 0.1, lock("x"), OK), call(1, 1.1, unlock("y"), OK)],
    ],
    [
      "a hand-out from a paused work spec",
      "work-from-paused",
      [both, call(0.5, 0.6, control("paused"), OK), call(5, 5.1, getWork(), work("a"))],
    ],
    [
      "a unit that is handed out though the counts are zero",
      "wrong-count",
      [both, call(1, 1.1, count, counts(0, 0, 0, 0))],
    ],
  ])("finds %s", (_, kind, calls) => {
    expect(kinds(...calls)[0]).toBe(kind);
  });

  it("reports the calls on an earlier unit with the same key when a unit was added again", () => {
    const [violation] = judged(
      call(0, 0.1, add("a"), OK),
      call(1, 1.1, remove("a"), number(1)),
      call(2, 2.1, status("a"), said(1)),
    );
    expect(violation?.own.map(({ request }) => request.do)).toEqual(["add", "delete", "status"]);
  });
});
