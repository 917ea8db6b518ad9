import { expect, it } from "vitest";
import { exchangeOf, goldenOf } from "../golden/testing/golden.ts";
import { seesWorkers } from "./sees-workers.ts";

it.each([
  ["list_worker_modes()", true],
  ["24(<<{'params': [], 'id': 1, 'method': 'WorkerStats'}>>)", true],
  ["_worker__stats_()", true],
  ["worker_heartbeat('w', 'RUN', 1, {}, null)", false],
  ["list_work_specs({})", false],
])("seesWorkers() of a case that calls %s: %s", (call, expected) => {
  expect(seesWorkers(goldenOf([exchangeOf({ call: [call] })]))).toBe(expected);
});
