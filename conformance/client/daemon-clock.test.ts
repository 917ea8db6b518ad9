import { expect, it, onTestFinished } from "vitest";
import { createServer, createTestClock } from "../../server/index.ts";
import { assemble } from "../cbor/assemble.ts";
import { frameOf } from "../cbor/frame.ts";
import { callIn } from "../protocol/call.ts";
import { daemonAt } from "./daemon.ts";
import { standsStill } from "./daemon-clock.ts";
import { fakeDaemon } from "./testing/fake-daemon.ts";

it.each([
  [0, true],
  [1.1, false],
])("a daemon whose clock goes on by %d s meanwhile stands still: %s", async (seconds, isStill) => {
  const clock = createTestClock(1000.25);
  const server = createServer({ clock });
  onTestFinished(async () => await server.close());
  const daemon = await daemonAt(await server.start({ port: 0 }), { milliseconds: 5_000 });
  expect(await standsStill(daemon, 5_000, async () => clock.advance(seconds))).toBe(isStill);
});

/** A daemon without now() that reports when leases end, and the calls that it received. */
function leasing(endOf: () => number | undefined) {
  const asked: string[] = [];
  const connect = fakeDaemon((request) => {
    const method = callIn(request)?.method ?? "";
    asked.push(method);
    const end = method === "get_work_unit_status" ? endOf() : undefined;
    const unit = end === undefined ? "{}" : `{"expiration": ${end}}`;
    const is = method === "now" ? "'error': {'message': \"no such method\"}" : `'result': [[${unit}], null]`;
    return [frameOf(assemble(`{'id': 1, ${is}}`))];
  });
  return { asked, connect };
}

it.each([
  ["the same end", [60, 60], true],
  ["later ends", [60, 61], false],
  ["no end", [], false],
])("a daemon that knows no now() and gives leases %s stands still: %s", async (_, ends, isStill) => {
  const left = [...ends];
  const { asked, connect } = leasing(() => left.shift());
  expect(await standsStill({ connect }, 5_000, () => Promise.resolve())).toBe(isStill);
  expect(asked.filter((method) => method === "set_work_spec").length).toBe(
    asked.filter((method) => method === "del_work_spec").length,
  );
});
