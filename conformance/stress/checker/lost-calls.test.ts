// Possible and impossible effects of calls without a reply.
import { describe, expect, it } from "vitest";
import type { Call } from "../history/call.ts";
import {
  add,
  addAll,
  call,
  getWork,
  heartbeat,
  holder,
  judged,
  keys,
  LOST,
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

const three = call(0.1, 0.2, addAll("a", "b", "c"), OK);

describe("Checker: unanswered calls", () => {
  it.each<[string, string, Call[]]>([
    [
      "a unit of an unanswered add that appears and disappears",
      "unit-lost",
      [call(0, 0.1, add("a"), LOST), call(0.5, 0.6, status("a"), said(1)), call(1, 1.1, status("a"), said(null))],
    ],
    [
      "a unit of an unanswered add that appears too long after the call",
      "unit-from-nothing",
      [
        call(0, 0.1, add("a"), LOST),
        call(20, 20.1, status("a"), said(null)),
        call(21, 21.1, status("a"), said(null)),
        call(22, 22.1, getWork(), work("a")),
      ],
    ],
    [
      "an unanswered finish that was executed according to one reply and not according to another",
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
      "an unanswered failure after which the unit is finished",
      "wrong-status",
      [
        three,
        call(0.5, 0.6, getWork("w", 60), work("a")),
        call(1, 1.1, update("a", 5), LOST),
        call(20, 20.1, status("a"), said(4)),
      ],
    ],
    [
      "a lease of an unanswered get_work that never ends",
      "lease-never-ends",
      [
        call(0, 0.1, add("a"), OK),
        call(1, 1.1, getWork("ghost", 2), LOST),
        call(2.5, 2.6, status("a"), holder("ghost")),
        call(40, 40.1, status("a"), holder("ghost")),
      ],
    ],
    [
      "an unanswered get_work that has a unit of a work spec that it did not name",
      "wrong-status",
      [
        call(0, 0.1, add("a"), OK),
        call(1, 1.1, getWork("ghost", 20, 1, ["t"]), LOST),
        call(2.5, 2.6, status("a"), holder("ghost")),
      ],
    ],
    [
      "an unanswered renewal after which the lease never ends",
      "lease-never-ends",
      [
        three,
        call(0.5, 0.6, getWork("w", 5), work("a")),
        call(1, 1.1, update("a", 3, 9), LOST),
        call(60, 60.1, status("a"), holder("w")),
      ],
    ],
    [
      "a unit that is next neither before nor after an unanswered change of priority",
      "wrong-order",
      [
        call(0, 0.1, addAll("a", "b"), OK),
        call(0.2, 0.3, add("c", -1), OK),
        call(1, 1.1, { do: "prioritize", spec: "s", keys: ["b"], priority: 5, by: "priority" }, LOST),
        call(2, 2.1, getWork("w", 60), work("c")),
      ],
    ],
    [
      "a deletion that counts more units than an unanswered one can have left",
      "wrong-deletion",
      [
        call(0, 0.1, add("a"), OK),
        call(1, 1.1, remove("a"), LOST),
        call(2.5, 2.6, status("a"), said(null)),
        call(3, 3.1, remove("a", "z"), number(1)),
      ],
    ],
    [
      "two owners of one lock beside an unanswered lock",
      "lock-held-twice",
      [call(0, 0.1, lock("x"), LOST), call(1, 1.1, lock("y"), OK), call(2, 2.1, lock("z"), OK)],
    ],
    [
      "an unanswered lock that never expires",
      "lock-lost",
      [call(0, 0.1, lock("x"), LOST), call(40, 40.1, lock("y"), NO)],
    ],
    [
      "an unanswered renewal of a lock that never expires",
      "lock-lost",
      [call(0, 0.1, lock("x"), OK), call(1, 1.1, renewLock("x", 20), LOST), call(60, 60.1, lock("y"), NO)],
    ],
    [
      "a worker of an unanswered heartbeat that never expires",
      "worker-from-nothing",
      [
        call(0, 0.1, heartbeat("w", 5), LOST),
        call(60, 60.1, { do: "workers" }, keys("w")),
        call(61, 61.1, { do: "workers" }, keys("w")),
      ],
    ],
    [
      "a chained unit of an unanswered finish that appears twice",
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
      "missing output of an unanswered finish that was executed",
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
      "no work though an unanswered get_work cannot have taken all units",
      "work-withheld",
      [three, call(1, 1.1, getWork("ghost", 60), LOST), call(2.5, 2.6, getWork("x"), work())],
    ],
    [
      "a wrong order of units that an unanswered get_work cannot explain",
      "wrong-order",
      [three, call(1, 1.1, getWork("ghost", 60), LOST), call(2.5, 2.6, getWork("x"), work("c"))],
    ],
  ])("finds %s", (_, kind, calls) => {
    expect(judged(...calls).map((each) => each.kind)).toContain(kind);
  });

  it.each<[string, Call[]]>([
    [
      "no work while an unanswered get_work may have taken all units",
      [three, call(1, 1.1, getWork("ghost", 60, 3), LOST), call(2.5, 2.6, getWork("x"), work())],
    ],
    [
      "no work while two unanswered get_works may have taken all units",
      [
        call(0, 0.1, addAll("a", "b"), OK),
        call(1, 1.1, getWork("ghost", 60), LOST),
        call(1.2, 1.3, getWork("other", 60), LOST),
        call(2.5, 2.6, getWork("x"), work()),
      ],
    ],
    [
      "the second unit while an unanswered get_work may have taken the first",
      [three, call(1, 1.1, getWork("ghost", 60), LOST), call(2.5, 2.6, getWork("x"), work("b"))],
    ],
    [
      "output of an unanswered finish that was executed",
      [
        call(0, 0.05, setSpec("s", { successor: "s" }), OK),
        call(0.1, 0.2, add("a"), OK),
        call(0.5, 0.6, getWork("w", 60), work("a")),
        call(1, 1.1, update("a", 4, 0, [plain("b")]), LOST),
        call(1.5, 1.6, status("a"), said(4)),
        call(21, 21.1, status("b"), said(1)),
      ],
    ],
  ])("accepts %s", (_, calls) => {
    expect(judged(...calls)).toEqual([]);
  });
});
