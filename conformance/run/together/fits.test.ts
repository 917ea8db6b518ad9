import { expect, it } from "vitest";
import { requestFrame } from "../../cbor/frame.ts";
import { exchangeOf, goldenOf } from "../../golden/testing/golden.ts";
import { fitsBetween } from "./fits.ts";

it.each([
  ["of a work spec", "count_work_units", "'s'", true],
  ["that locks a path", "lock", "'me', 10, [['n', 'a']]", true],
  ["that locks everything, which is everybody's", "lock", "'me', 10, [[]]", false],
  ["that reads the lock of everything", "readlock", "[[]]", false],
  ["that lists all workers", "list_worker_modes", "", false],
])("a case fits between those that wait with a call %s: %s(%s) %s", (_, method, params, fits) => {
  const step = exchangeOf({ call: [`${method}(${params})`], sends: [requestFrame(1, method, params)] });
  expect(fitsBetween(goldenOf([step]))).toBe(fits);
});
