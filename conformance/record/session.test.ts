import { describe, expect, it } from "vitest";
import { requestFrame } from "../cbor/frame.ts";
import type { ShimEvent } from "../python/events.ts";
import type { Exchange } from "../traffic/exchange.ts";
import { collectSessions } from "./session.ts";
import { replyFrame } from "./testing/session.ts";

const exchange = (method: string): Exchange => ({
  send: requestFrame(1, method, ""),
  reply: replyFrame(1, "null"),
  sentAt: 1,
  receivedAt: 2,
});
const passed = (test: string): ShimEvent => ({
  event: "result",
  test,
  outcome: "passed",
  calls: 1,
  seconds: 0,
  message: undefined,
});

describe("collectSessions()", () => {
  it("collects the calls and waits of each test in order, with connections numbered from 1", () => {
    const queues = new Map([
      [7001, [exchange("clear"), exchange("now")]],
      [7002, [exchange("worker_stats")]],
    ]);
    const collector = collectSessions((port) => queues.get(port)?.shift());
    const events: ShimEvent[] = [
      {
        event: "session",
        implementation: "CPython",
        python: "2.7.18",
        pytest: "4.6.11",
        client: { version: "0.1.5", folder: "/f" },
      },
      { event: "collected", tests: [{ test: "m::a", title: "about a", requires: ["K3"], slow: false }] },
      { event: "start", test: "m::a" },
      { event: "call", method: "clear", port: 7001 },
      { event: "wait", seconds: 1.5 },
      { event: "call", method: "worker_stats", port: 7002 },
      passed("m::a"),
      { event: "start", test: "m::b" },
      { event: "call", method: "now", port: 7001 },
      passed("m::b"),
    ];
    for (const event of events) collector.handle(event);
    const [a, b] = collector.sessions;
    expect(a).toMatchObject({ test: "m::a", title: "about a", requires: ["K3"] });
    expect(a?.steps.map((step) => (step.kind === "wait" ? step.seconds : `conn ${step.conn}`))).toEqual([
      "conn 1",
      1.5,
      "conn 2",
    ]);
    expect(b?.steps).toHaveLength(1);
    expect(collector.client()).toBe("coordinate 0.1.5 / CPython 2.7.18");
    expect(collector.failures).toEqual([]);
  });

  it.each([
    ["that did not pass the proxy", undefined],
    ["of another method", exchange("clear")],
  ])("refuses a call %s", (_, taken) => {
    const collector = collectSessions(() => taken);
    collector.handle({ event: "start", test: "m::a" });
    expect(() => collector.handle({ event: "call", method: "now", port: 1 })).toThrow(
      expect.objectContaining({ code: "lost-call" }),
    );
  });

  it("reports a test that did not pass", () => {
    const collector = collectSessions(() => undefined);
    collector.handle({ ...passed("m::a"), outcome: "failed", message: "boom" } as ShimEvent);
    collector.handle({ event: "uncollectable", module: "m", message: "SyntaxError" });
    expect(collector.failures).toEqual(["m::a failed: boom", "m cannot be collected: SyntaxError"]);
  });
});
