import { expect, it } from "vitest";
import { painter } from "../../report/style.ts";
import type { Call } from "../history/call.ts";
import { textReport } from "./text.ts";

it("escapes control characters and line breaks in messages of the daemon", () => {
  const message = "\u001b]0;t\u0007\n::error::x \u202e";
  const call: Call = {
    client: 1,
    start: 0,
    end: 1,
    request: { do: "count", spec: "s" },
    answer: { is: "error", message },
  };
  const violation = { kind: "call-refused", what: `count was refused: ${message}`, subject: "s\u0085" } as const;
  const text = textReport(
    {
      verdict: "invalid",
      reason: null,
      daemon: "a daemon",
      seed: 1,
      clients: 1,
      startedAt: "2026-01-01T00:00:00.000Z",
      seconds: 1,
      counts: { answered: 1, lost: 0, restarts: 0, handedOut: 0, violations: 1 },
      violations: [{ ...violation, time: 1, call, own: [call], around: [] }],
      kinds: new Map([["call-refused", 1]]),
      allowed: new Map(),
      faults: new Map(),
      notes: [],
      latency: null,
      memory: [],
      again: "again",
    },
    painter(false),
  );
  expect(text.match(/\\u001b\]0;t\\u0007\\u000a::error::x \\u202e/g)).toHaveLength(2);
  expect(text).toContain("the last calls on s\\u0085:");
  expect(text).not.toMatch(/[^\n\P{C}]/u);
});
