import { expect, it } from "vitest";
import { requestFrame } from "../cbor/frame.ts";
import { seesWorkers } from "./sees-workers.ts";
import { exchangeOf } from "./testing/golden.ts";

it.each([
  ["list_worker_modes()", true],
  ["24(<<{'params': [], 'id': 1, 'method': 'WorkerStats'}>>)", true],
  ["_worker__stats_()", true],
  ["worker_heartbeat('w', 'RUN', 1, {}, null)", false],
  ["list_work_specs({})", false],
])("seesWorkers() of a case that calls %s: %s", (call, expected) => {
  expect(seesWorkers([exchangeOf({ call: [call] })])).toBe(expected);
});

it("seesWorkers() of a case whose method is in bytes that are no call", () => {
  const frame = (method: string) => Buffer.concat([requestFrame(1, method, ""), Buffer.of(0xff)]);
  const step = (method: string) =>
    exchangeOf({ call: [`24(h'${frame(method).subarray(2).toString("hex")}')`], sends: [frame(method)] });
  expect(seesWorkers([step("worker_stats")])).toBe(true);
  expect(seesWorkers([step("now")])).toBe(false);
});
