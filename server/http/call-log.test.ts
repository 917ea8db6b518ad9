import { describe, expect, it } from "vitest";
import { RECENT_CALLS } from "./call-log.ts";
import { testSource } from "./testing/source.ts";

describe("CallLog", () => {
  it("counts calls and errors by method, those of all unknown methods together", () => {
    const { calls, call } = testSource();
    call("now");
    call("now", "boom");
    call(null, "no such method Xyz");
    call(null, "no such method Abc");
    expect(calls.counts()).toEqual([
      { method: "now", calls: 2, errors: 1 },
      { method: "unknown", calls: 2, errors: 2 },
    ]);
  });

  it("keeps the last calls, newest first", () => {
    const { calls, call, clock } = testSource();
    for (let at = 1; at <= RECENT_CALLS + 5; at++) {
      clock.time = at;
      call("now");
    }
    const recent = calls.recent();
    expect(recent).toHaveLength(RECENT_CALLS);
    expect(recent[0]).toEqual({ serial: 105, at: 105, connection: 7, method: "now", error: null });
    expect(recent.at(-1)?.serial).toBe(6);
  });

  it("cuts a long error message, and keeps an empty one", () => {
    const { calls, call } = testSource();
    call("now", "");
    call(null, `no such method ${"x".repeat(1_000_000)}`);
    expect(calls.recent().map(({ error }) => error?.length)).toEqual([200, 0]);
  });
});
