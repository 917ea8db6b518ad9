import { describe, expect, it } from "vitest";
import type { Answer, Call, Request } from "../history/call.ts";
import {
  add,
  call,
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
  said,
  setSpec,
  status,
  update,
  work,
} from "../testing/story.ts";
import { Checker } from "./checker.ts";

const added = call(0, 0.1, add("a"), OK);
const leased = call(1, 1.1, getWork("w", 10), work("a"));
const finished = call(2, 2.1, update("a", 4), OK);

const child = call(0, 0.05, heartbeat("w", 60, "p"), OK);
const children = { do: "children", worker: "p" } satisfies Request;
/** A child worker with units of a work spec, and the worker that has each unit. */
const listed = (worker: string, holder: string, ...list: string[]): Answer => ({
  is: "children",
  children: [{ worker, units: list.map((key) => ({ spec: "s", key, worker: holder })) }],
});
const both = (key: string, priority: number): Request => ({
  do: "prioritize",
  spec: "s",
  keys: [key],
  priority,
  by: "both",
});

const kinds = (...calls: Call[]) => judged(...calls).map(({ kind }) => kind);

describe("Checker", () => {
  it.each<[string, Call[]]>([
    [
      "a unit that is added, leased, finished, read and deleted",
      [
        added,
        leased,
        finished,
        call(3, 3.1, status("a"), said(4)),
        call(4, 4.1, remove("a"), number(1)),
        call(5, 5.1, status("a"), said(null)),
      ],
    ],
    [
      "a unit that is leased again when its lease may have ended",
      [added, leased, call(11.05, 11.2, getWork("x"), work("a"))],
    ],
    [
      "a unit that is leased again before the reply to the call that returned it",
      [added, leased, call(2, 9, update("a", 1), OK), call(3, 4, getWork("x"), work("a"), 1)],
    ],
    [
      "two leases whose replies arrive in the other order",
      [added, call(1, 8, getWork("w", 2), work("a")), call(5, 6, getWork("x", 2), work("a"), 1)],
    ],
    [
      "an unanswered finish that was executed",
      [added, leased, call(2, 3, update("a", 4), LOST), call(4, 4.1, status("a"), said(4))],
    ],
    [
      "an unanswered finish that was not executed",
      [added, leased, call(2, 3, update("a", 4), LOST), call(4, 4.1, status("a"), said(3))],
    ],
    [
      "an unanswered get_work that took the unit",
      [
        added,
        call(1, 2, getWork("ghost", 3), LOST),
        call(2.5, 2.6, getWork("x"), work()),
        call(2.7, 2.8, status("a"), { is: "statuses", statuses: [{ status: 3, worker: "ghost" }] }),
        call(7, 7.1, getWork("x"), work("a")),
      ],
    ],
    [
      "an unanswered get_work that took a unit while it was given back",
      [
        added,
        leased,
        call(1.9, 2.4, getWork("ghost", 5), LOST, 1),
        call(2, 2.3, update("a", 1), OK),
        call(2.2, 2.5, status("a"), holder("ghost"), 2),
        call(3, 3.1, status("a"), holder("ghost"), 2),
      ],
    ],
    [
      "a chained unit that replaces an existing one",
      [
        call(0, 0.1, setSpec("s", { successor: "s" }), OK),
        call(0.2, 0.3, add("a"), OK),
        leased,
        call(2, 2.1, update("a", 4, 0, [plain("b")]), OK),
        call(3, 3.1, getWork(), work("b")),
      ],
    ],
    [
      "a failed unit that is finished later",
      [added, leased, call(2, 2.1, update("a", 5), OK), call(3, 3.1, update("a", 4), OK)],
    ],
    [
      "a unit that is deleted during a slow list",
      [added, call(1, 9, list(), keys("a")), call(2, 3, remove("a"), number(1), 1)],
    ],
    [
      "a unit that failed when its retries were used up, and was added again",
      [
        call(0, 0.1, setSpec("s", { maxRetries: 1 }), OK),
        call(0.2, 0.3, add("a"), OK),
        leased,
        call(2, 2.1, update("a", 1), OK),
        call(3, 3.1, getWork(), work()),
        call(4, 4.1, status("a"), said(5)),
        call(5, 5.1, add("a"), OK),
        call(6, 6.1, getWork(), work()),
      ],
    ],
    [
      "the units that a continuous spec generates, one a second",
      [
        call(0, 0.1, setSpec("s", { interval: 1 }), OK),
        call(1, 1.1, getWork(), work("1000.1")),
        call(1.2, 1.3, update("1000.1", 4), OK),
        call(1.4, 1.5, getWork(), work()),
        call(2.15, 2.2, getWork(), work("1001.2")),
      ],
    ],
    [
      "a clear, after which the work spec is set again",
      [
        call(0, 0.1, setSpec("s"), OK),
        call(0.2, 0.3, add("a"), OK),
        call(1, 1.1, { do: "clear" }, number(1)),
        call(1.2, 1.3, setSpec("s"), OK),
        call(2, 2.1, status("a"), said(null)),
        call(3, 3.1, { do: "clear" }, number(1)),
      ],
    ],
    [
      "a child whose unit was handed out to another worker",
      [
        child,
        added,
        leased,
        call(11.2, 11.3, getWork("x"), work("a")),
        call(12, 12.1, children, listed("w", "x", "a")),
      ],
    ],
    ["a child that has finished its unit", [child, added, leased, finished, call(3, 3.1, children, listed("w", "w"))]],
    ["a lock acquired again after it expired", [call(0, 0.1, lock("x"), OK), call(10.05, 10.2, lock("y"), OK)]],
  ])("accepts %s", (_, calls) => {
    expect(judged(...calls)).toEqual([]);
  });

  it.each<[string, Call[]]>([
    ["unit-from-nothing", [call(1, 1.1, getWork(), work("a"))]],
    ["unit-from-nothing", [added, call(1, 1.1, remove("a"), number(1)), call(2, 2.1, status("a"), said(1))]],
    ["unit-lost", [added, call(1, 1.1, status("a"), said(null))]],
    ["leased-twice", [added, leased, call(2, 2.1, getWork("x"), work("a"))]],
    ["lease-ended-early", [added, leased, call(2, 2.1, status("a"), said(1))]],
    ["lease-never-ends", [added, leased, call(12, 12.1, status("a"), said(3))]],
    [
      "wrong-holder",
      [added, leased, call(2, 2.1, status("a"), { is: "statuses", statuses: [{ status: 3, worker: "x" }] })],
    ],
    ["leased-when-done", [added, leased, finished, call(3, 3.1, getWork(), work("a"))]],
    ["leased-before-due", [call(0, 0.1, add("a", 0, 5), OK), call(1, 1.1, getWork(), work("a"))]],
    ["update-of-nothing-accepted", [call(2, 2.1, update("a", 4), OK)]],
    ["update-of-nothing-accepted", [added, leased, finished, call(3, 3.1, update("a", 4), OK)]],
    ["update-lost", [added, leased, finished, call(3, 3.1, status("a"), said(1))]],
    ["update-refused", [added, leased, call(2, 2.1, update("a", 4), NO)]],
    ["wrong-deletion", [added, call(1, 1.1, remove("a"), number(0))]],
    ["wrong-order", [added, call(0.2, 0.3, add("b", 5), OK), leased]],
    ["wrong-order", [added, call(0.2, 0.3, add("b"), OK), call(1, 1.1, getWork("w", 10, 2), work("b", "a"))]],
    ["work-withheld", [added, call(1, 1.1, getWork(), work())]],
    ["work-withheld", [added, leased, call(12, 12.1, getWork(), work())]],
    ["work-withheld", [added, call(0.2, 0.3, add("b"), OK), call(1, 1.1, getWork("w", 10, 2), work("a"))]],
    ["work-unasked", [added, call(1, 1.1, getWork("w", 10, 1, ["t"]), work("a"))]],
    ["work-unasked", [added, call(0.2, 0.3, add("b"), OK), call(1, 1.1, getWork("w", 10, 1), work("a", "b"))]],
    [
      "work-from-paused",
      [added, call(0.2, 0.3, { do: "control", spec: "s", status: "paused", maxRunning: -1 }, OK), leased],
    ],
    [
      "over-max-running",
      [
        call(0, 0.1, setSpec("s", { maxRunning: 1 }), OK),
        call(0.2, 0.3, add("a"), OK),
        call(0.4, 0.5, add("b"), OK),
        leased,
        call(2, 2.1, getWork("x"), work("b")),
      ],
    ],
    [
      "too-many-attempts",
      [
        call(0, 0.1, setSpec("s", { maxRetries: 1 }), OK),
        call(0.2, 0.3, add("a"), OK),
        leased,
        call(2, 2.1, update("a", 1), OK),
        call(3, 3.1, getWork(), work("a")),
      ],
    ],
    [
      "failed-too-early",
      [
        call(0, 0.1, setSpec("s", { maxRetries: 1 }), OK),
        call(0.2, 0.3, add("a"), OK),
        call(3, 3.1, status("a"), said(5)),
      ],
    ],
    [
      "made-too-early",
      [
        call(0, 0.1, setSpec("s", { interval: 1 }), OK),
        call(1, 1.1, getWork(), work("1000.1")),
        call(1.2, 1.3, update("1000.1", 4), OK),
        call(1.4, 1.5, getWork(), work("1000.5")),
      ],
    ],
    [
      "made-beside-others",
      [
        call(0, 0.1, setSpec("s", { interval: 1 }), OK),
        call(1, 1.1, getWork(), work("1000.1")),
        call(3, 3.1, getWork(), work("1002.1")),
      ],
    ],
    [
      "work-withheld",
      [
        call(0, 0.1, setSpec("s", { interval: 1 }), OK),
        call(1, 1.1, getWork(), work("1000.1")),
        call(1.2, 1.3, update("1000.1", 4), OK),
        call(3, 3.1, getWork(), work()),
      ],
    ],
    ["wrong-clear", [call(0, 0.1, setSpec("s"), OK), call(1, 1.1, { do: "clear" }, number(2))]],
    [
      "unit-from-nothing",
      [
        call(0, 0.1, setSpec("s"), OK),
        call(0.2, 0.3, add("a"), OK),
        call(1, 1.1, { do: "clear" }, number(1)),
        call(2, 2.1, getWork(), work("a")),
      ],
    ],
    ["child-unit-missing", [child, added, leased, call(3, 3.1, children, listed("w", "w"))]],
    ["child-unit-missing", [child, added, leased, call(3, 3.1, children, listed("w", "x", "a"))]],
    ["child-unit-wrong", [child, added, leased, finished, call(3, 3.1, children, listed("w", "w", "a"))]],
    ["worker-forgotten", [child, call(3, 3.1, children, { is: "children", children: [] })]],
    ["worker-from-nothing", [call(0, 0.1, heartbeat("w", 5, "q"), OK), call(3, 3.1, children, listed("w", "w"))]],
    ["wrong-order", [added, call(0.2, 0.3, add("b"), OK), call(0.4, 0.5, both("b", 3), OK), leased]],
    [
      "leased-before-due",
      [
        call(0, 0.1, setSpec("s", { successor: "s" }), OK),
        call(0.2, 0.3, add("a"), OK),
        leased,
        call(2, 2.1, update("a", 4, 0, [{ key: "b", priority: 0, delay: 2 }]), OK),
        call(3, 3.1, getWork(), work("b")),
      ],
    ],
    ["wrong-count", [added, call(1, 1.1, { do: "count", spec: "s" }, { is: "counts", counts: [2, 0, 0, 0] })]],
    ["wrong-page", [added, call(1, 1.1, list(), keys())]],
    ["wrong-page", [added, call(1, 1.1, list(100, "", 4), keys("a"))]],
    ["wrong-page", [call(1, 1.1, list(), keys("z"))]],
    ["wrong-page", [added, call(0.2, 0.3, add("b"), OK), call(1, 1.1, list(), keys("b", "a"))]],
    ["wrong-page", [added, call(0.2, 0.3, add("b"), OK), call(1, 1.1, list(1), keys("a", "b"))]],
    ["lock-held-twice", [call(0, 0.1, lock("x"), OK), call(1, 1.1, lock("y"), OK)]],
    ["lock-held-twice", [call(0, 0.1, lock("x", "0/1"), OK), call(1, 1.1, lock("y"), OK)]],
    ["lock-lost", [call(0, 0.1, lock("x"), OK), call(11, 11.1, lock("y"), NO)]],
    ["worker-forgotten", [call(0, 0.1, heartbeat("w"), OK), call(1, 1.1, { do: "workers" }, keys())]],
    ["worker-from-nothing", [call(0, 0.1, heartbeat("w"), OK), call(6, 6.1, { do: "workers" }, keys("w"))]],
    ["call-refused", [call(0, 0.1, add("a"), { is: "error", message: "no" })]],
  ])("finds %s (%#)", (kind, calls) => {
    expect(kinds(...calls)).toEqual([kind]);
  });

  it("reports a violation with the calls on the unit and the calls that overlapped with the last one", () => {
    const [violation] = judged(
      added,
      leased,
      call(1.9, 9, { do: "count", spec: "t" }, { is: "counts", counts: [0, 0, 0, 0] }, 7),
      call(2, 2.1, getWork("x"), work("a"), 3),
    );
    expect(violation).toMatchObject({ kind: "leased-twice", subject: "s/a", time: 2_100_000 });
    expect(violation?.own.map(({ request }) => request.do)).toEqual(["add", "get-work", "get-work"]);
    expect(violation?.around.map(({ client }) => client)).toContain(7);
  });

  it("continues after a violation without reporting it repeatedly", () => {
    expect(
      kinds(
        added,
        leased,
        call(2, 2.1, getWork("x"), work("a")),
        call(3, 3.1, update("a", 4), OK),
        call(4, 4.1, status("a"), said(4)),
      ),
    ).toEqual(["leased-twice"]);
  });

  it("forgets units that no longer exist", () => {
    const checker = new Checker({ slack: 0, onViolation: () => {} });
    for (let i = 0; i < 1_000; i++) {
      checker.take({ kind: "call", call: call(i, i + 0.1, add(`k${i}`), OK) });
      checker.take({ kind: "call", call: call(i + 0.2, i + 0.3, remove(`k${i}`), number(1)) });
    }
    checker.finish();
    expect([checker.size, checker.counts.answered]).toEqual([0, 2_000]);
  });

  it("expects an empty daemon after a restart that loses all data", () => {
    const restarted = (durable: boolean) => {
      const found: string[] = [];
      const checker = new Checker({ slack: 0, onViolation: ({ kind }) => found.push(kind) });
      checker.take({ kind: "call", call: added });
      checker.take({ kind: "restart", restart: { start: 2_000_000, end: 3_000_000, durable } });
      checker.take({ kind: "call", call: call(4, 4.1, status("a"), said(null)) });
      checker.finish();
      return found;
    };
    expect([restarted(false), restarted(true)]).toEqual([[], ["unit-lost"]]);
  });
});
