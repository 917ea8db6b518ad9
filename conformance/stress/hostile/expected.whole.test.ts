import { expect, it } from "vitest";
import { splitFrames } from "../../cbor/frame.ts";
import { goldens } from "../../run/suite.ts";
import { expectedOf } from "./expected.ts";

const LARGE = 1 << 20;

it("expectedOf() agrees with the goldens about frames that are answered, close the connection or wait", () => {
  const counts = { answered: 0, closed: 0, waits: 0 };
  const wrong: string[] = [];
  for (const { id, steps } of goldens()) {
    const unclear = new Set<number>();
    for (const step of steps) {
      if (step.kind !== "exchange" || unclear.has(step.conn)) continue;
      if (step.hangup) continue;
      // Calls before an incomplete frame are answered, and the rest of the frame is sent in a later step.
      if (step.replies.length > 0 && splitFrames(Buffer.concat(step.sends)).rest.length > 0) unclear.add(step.conn);
      if (unclear.has(step.conn)) continue;
      const state = step.closes ? "closed" : step.replies.length > 0 ? "answered" : "waits";
      if (state !== "answered") unclear.add(step.conn);
      counts[state]++;
      const sent = Buffer.concat(step.sends);
      // What becomes of a frame does not depend on how much it holds.
      if (sent.length > LARGE) continue;
      const expected = expectedOf(sent).state;
      if (expected !== undefined && expected !== state)
        wrong.push(`${id} step ${step.number}: ${expected}, not ${state}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(counts.answered).toBeGreaterThan(1_000);
  expect(counts.closed).toBeGreaterThan(20);
});
