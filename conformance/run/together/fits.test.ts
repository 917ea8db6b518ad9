import { expect, it } from "vitest";
import { requestFrame } from "../../cbor/frame.ts";
import { exchangeOf, goldenOf } from "../../golden/testing/golden.ts";
import { fitOf, fitsBetween } from "./fits.ts";

it.each([
  ["of a work spec", "count_work_units", "'s'", true],
  ["that locks a path", "lock", "'me', 10, [['n', 'a']]", true],
  ["that locks the root", "lock", "'me', 10, [[]]", false],
  ["that reads the lock of the root", "readlock", "[[]]", false],
  ["that lists all workers", "list_worker_modes", "", false],
])(
  "whether a case can be played between cases with pauses if it has a call %s: %s(%s) %s",
  (_, method, params, fits) => {
    const step = exchangeOf({ call: [`${method}(${params})`], sends: [requestFrame(1, method, params)] });
    expect(fitsBetween(goldenOf([step]))).toBe(fits);
  },
);

const call = (method: string, params: string) =>
  exchangeOf({ call: [`${method}(${params})`], sends: [requestFrame(1, method, params)] });
const wait = { kind: "wait", number: 2, line: 0, seconds: 1 } as const;
const lock = call("lock", "'me', 1, [['n']]");
const root = call("lock", "'me', 1, [[]]");
const worker = call("worker_heartbeat", "'w', 'RUN', 1, {}, null");

it.each([
  ["locks a path", [lock, wait, lock], "all"],
  ["locks the root after its last pause", [lock, wait, root], "no-locks"],
  ["holds the root during a pause", [lock, root, wait, lock], "none"],
  ["counts workers", [worker, wait, call("mode_counts", "")], "all"],
])("a case with a pause that %s fits with the expected others", (_, steps, fit) => {
  expect(fitOf(goldenOf(steps))).toBe(fit);
});
