// State that must or need not survive a restart, and possible effects of calls without a reply.
import { describe, expect, it } from "vitest";
import type { Call, Request, Restart } from "../history/call.ts";
import {
  add,
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
  restart,
  said,
  setSpec,
  status,
  update,
  work,
} from "../testing/story.ts";

const spec = call(0, 0.01, setSpec("s"), OK);
const a = call(0.1, 0.2, add("a"), OK);
const b = call(0.3, 0.4, add("b"), OK);
const leased = call(1, 1.1, getWork("w", 30), work("a"));
const kept = restart(2, 2.5, true);
const lost = restart(2, 2.5, false);
const raise = { do: "prioritize", spec: "s", keys: ["b"], priority: 5, by: "priority" } satisfies Request;
const workers = { do: "workers" } satisfies Request;
const statusOfNext = { do: "status", spec: "t", keys: ["x"] } satisfies Request;

type History = readonly (Call | Restart)[];

describe("Checker: after a restart that keeps all data", () => {
  it.each<[string, string, History]>([
    ["a lost unit", "unit-lost", [spec, a, kept, call(3, 3.1, status("a"), said(null))]],
    ["a lost lease", "leased-twice", [spec, a, leased, kept, call(3, 3.1, getWork("x"), work("a"))]],
    ["a lease of another worker", "wrong-holder", [spec, a, leased, kept, call(3, 3.1, status("a"), holder("x"))]],
    [
      "a lease that starts again",
      "lease-never-ends",
      [spec, a, call(1, 1.1, getWork("w", 5), work("a")), kept, call(7, 7.1, status("a"), holder("w"))],
    ],
    [
      "a lost finish",
      "leased-when-done",
      [spec, a, leased, call(1.5, 1.6, update("a", 4), OK), kept, call(3, 3.1, getWork("x"), work("a"))],
    ],
    [
      "a lost failure",
      "wrong-count",
      [spec, a, leased, call(1.5, 1.6, update("a", 5), OK), kept, call(3, 3.1, count, counts(1, 0, 0, 0))],
    ],
    [
      "a deleted unit that exists again",
      "unit-from-nothing",
      [spec, a, call(1, 1.1, remove("a"), number(1)), kept, call(3, 3.1, status("a"), said(1))],
    ],
    ["a lost priority", "wrong-order", [spec, a, b, call(1, 1.1, raise, OK), kept, call(3, 3.1, getWork(), work("a"))]],
    ["a lost order of keys", "wrong-order", [spec, a, b, kept, call(3, 3.1, getWork(), work("b"))]],
    [
      "a lost pause",
      "work-from-paused",
      [spec, a, call(1, 1.1, control("paused"), OK), kept, call(3, 3.1, getWork(), work("a"))],
    ],
    [
      "a lost max_running",
      "over-max-running",
      [
        call(0, 0.01, setSpec("s", { maxRunning: 1 }), OK),
        ...[a, b, leased],
        ...[kept, call(3, 3.1, getWork("x"), work("b"))],
      ],
    ],
    [
      "a lost max_getwork",
      "work-unasked",
      [
        call(0, 0.01, setSpec("s", { maxGetwork: 1 }), OK),
        a,
        b,
        kept,
        call(3, 3.1, getWork("x", 9, 2), work("a", "b")),
      ],
    ],
    [
      "a lost delay",
      "leased-before-due",
      [spec, call(0.1, 0.2, add("a", 0, 20), OK), kept, call(3, 3.1, getWork(), work("a"))],
    ],
    [
      "a lost count of attempts",
      "too-many-attempts",
      [
        call(0, 0.01, setSpec("s", { maxRetries: 1 }), OK),
        ...[a, call(1, 1.1, getWork("w", 1), work("a")), restart(3, 3.5, true)],
        call(4, 4.1, getWork("x"), work("a")),
      ],
    ],
    [
      "lost chained output",
      "unit-lost",
      [
        ...[call(0, 0.01, setSpec("s", { successor: "t" }), OK), a, leased],
        call(1.5, 1.6, update("a", 4, 0, [plain("x")]), OK),
        ...[kept, call(3, 3.1, statusOfNext, said(null))],
      ],
    ],
    ["a page without a unit that still exists", "wrong-page", [spec, a, b, kept, call(3, 3.1, list(), keys("b"))]],
    [
      "an unanswered add that takes effect only after the restart",
      "unit-from-nothing",
      [
        ...[spec, call(0.1, 0.2, add("a"), LOST), call(1.5, 1.6, status("a"), said(null)), kept],
        ...[call(3, 3.1, status("a"), said(null)), call(4, 4.1, status("a"), said(1))],
      ],
    ],
    [
      "an unanswered finish that was executed before the restart and is lost after it",
      "update-lost",
      [
        ...[spec, a, leased, call(1.2, 1.3, update("a", 4), LOST), call(1.5, 1.6, status("a"), said(4))],
        ...[kept, call(3, 3.1, status("a"), holder("w"))],
      ],
    ],
    [
      "a lock with two owners",
      "lock-held-twice",
      [call(1, 1.1, lock("w"), OK), kept, call(3, 3.1, lock("x"), OK), call(4, 4.1, lock("y"), OK)],
    ],
    [
      "a lock that nobody acquired",
      "lock-lost",
      [call(1, 1.1, readLock, owner(null)), kept, call(3, 3.1, lock("x"), NO)],
    ],
    [
      "a lock that expires later than before",
      "lock-lost",
      [call(1, 1.1, lock("w", "0", 2), OK), kept, call(4, 4.1, readLock, owner("w"))],
    ],
    [
      "a lock that is lost and later exists again",
      "lock-lost",
      [call(1, 1.1, lock("w"), OK), kept, call(3, 3.1, readLock, owner(null)), call(4, 4.1, readLock, owner("w"))],
    ],
  ])("finds %s", (_, kind, history) => {
    expect(judged(...history)[0]?.kind).toBe(kind);
  });

  it.each<[string, History]>([
    ["without calls after it", [spec, a, b, leased, kept]],
    ["with a lease that is kept", [spec, a, leased, kept, call(3, 3.1, status("a"), holder("w"))]],
    [
      "with a lease that ended during it",
      [spec, a, call(1, 1.1, getWork("w", 1), work("a")), kept, call(3, 3.1, getWork("x"), work("a"))],
    ],
    [
      "with an unanswered finish that was executed",
      [spec, a, leased, call(1.9, 2, update("a", 4), LOST), kept, call(3, 3.1, status("a"), said(4))],
    ],
    [
      "with an unanswered finish that was not executed",
      [spec, a, leased, call(1.9, 2, update("a", 4), LOST), kept, call(3, 3.1, status("a"), holder("w"))],
    ],
    [
      "with an unanswered get_work that was executed",
      [
        spec,
        a,
        call(1.9, 2, getWork("ghost", 9), LOST),
        kept,
        call(3, 3.1, getWork("x"), work()),
        call(3.2, 3.3, status("a"), holder("ghost")),
      ],
    ],
    [
      "with an unanswered get_work that was not executed",
      [spec, a, call(1.9, 2, getWork("ghost", 9), LOST), kept, call(3, 3.1, getWork("x"), work("a"))],
    ],
    ["with an unanswered deletion", [spec, a, call(1.9, 2, remove("a"), LOST), kept, call(3, 3.1, list(), keys())]],
    [
      "with locks that are kept",
      [call(1, 1.1, lock("w"), OK), kept, call(3, 3.1, readLock, owner("w")), call(4, 4.1, lock("x"), NO)],
    ],
    ["with lost locks", [call(1, 1.1, lock("w"), OK), kept, call(3, 3.1, lock("x"), OK), call(4, 4.1, lock("w"), NO)]],
    [
      "with one of two locks lost",
      [
        call(1, 1.1, lock("w", "0/1"), OK),
        call(1.2, 1.3, lock("v", "0/2"), OK),
        kept,
        call(3, 3.1, lock("x", "0/1"), OK),
        call(4, 4.1, lock("x", "0/2"), NO),
      ],
    ],
    [
      "with workers that are kept or lost",
      [
        call(1, 1.1, heartbeat("v", 9), OK),
        call(1.2, 1.3, heartbeat("w", 9), OK),
        kept,
        call(3, 3.1, workers, keys("w")),
      ],
    ],
  ])("accepts a restart %s", (_, history) => {
    expect(judged(...history)).toEqual([]);
  });
});

describe("Checker: after a restart that loses all data", () => {
  it.each<[string, string, History]>([
    ["a unit that still exists", "unit-from-nothing", [spec, a, lost, call(3, 3.1, status("a"), said(1))]],
    [
      "a unit that is still handed out",
      "unit-from-nothing",
      [spec, a, lost, call(2.6, 2.7, setSpec("s"), OK), call(3, 3.1, getWork(), work("a"))],
    ],
    ["a unit that is still listed", "wrong-page", [spec, a, lost, call(3, 3.1, list(), keys("a"))]],
    [
      "a unit that is still counted",
      "wrong-count",
      [spec, a, lost, call(2.6, 2.7, setSpec("s"), OK), call(3, 3.1, count, counts(1, 0, 0, 0))],
    ],
    [
      "an accepted update of an earlier unit",
      "update-of-nothing-accepted",
      [spec, a, leased, lost, call(3, 3.1, update("a", 4), OK)],
    ],
    ["a deletion of an earlier unit", "wrong-deletion", [spec, a, lost, call(3, 3.1, remove("a"), number(1))]],
    [
      "a worker that still exists",
      "worker-from-nothing",
      [call(1, 1.1, heartbeat("w", 9), OK), call(1.2, 1.3, workers, keys("w")), lost, call(3, 3.1, workers, keys("w"))],
    ],
    ["a lock that is still held", "lock-lost", [call(1, 1.1, lock("w"), OK), lost, call(3, 3.1, lock("x"), NO)]],
    [
      "no work, as if an earlier get_work had taken it",
      "work-withheld",
      [
        spec,
        a,
        call(1.9, 2, getWork("ghost", 60), LOST),
        lost,
        call(2.6, 2.7, setSpec("s"), OK),
        call(2.8, 2.9, add("c"), OK),
        call(3, 3.1, getWork("x"), work()),
      ],
    ],
    [
      "work specs that clear still counts",
      "wrong-clear",
      [spec, a, lost, call(2.6, 2.7, setSpec("s"), OK), call(2.8, 2.9, { do: "clear" }, number(2))],
    ],
    [
      "an earlier max_running",
      "work-withheld",
      [
        call(0, 0.01, setSpec("s", { maxRunning: 1 }), OK),
        a,
        lost,
        call(2.6, 2.7, setSpec("s"), OK),
        call(2.7, 2.75, add("c"), OK),
        call(2.8, 2.9, getWork("x", 30), work("c")),
        call(3, 3.1, add("d"), OK),
        call(4, 4.1, getWork("y"), work()),
      ],
    ],
  ])("finds %s", (_, kind, history) => {
    expect(judged(...history)[0]?.kind).toBe(kind);
  });

  it("reports nothing if keys, locks and workers are used again", () => {
    expect(
      judged(
        ...[spec, a, leased, call(1.2, 1.3, lock("w"), OK), call(1.4, 1.5, heartbeat("w", 60), OK), lost],
        ...[call(3, 3.1, setSpec("s"), OK), call(3.2, 3.3, workers, keys()), call(3.4, 3.5, lock("x"), OK)],
        ...[call(4, 4.1, add("a"), OK), call(5, 5.1, getWork("x"), work("a")), call(6, 6.1, update("a", 4), OK)],
      ),
    ).toEqual([]);
  });
});
