import { Buffer } from "node:buffer";
import { describe, expect, it } from "vitest";
import { Outbox, SENT_AT_ONCE } from "./outbox.ts";

/** A sink that stores what was written and the callbacks that wait for it. */
function sink() {
  const got: Buffer[] = [];
  const told: (() => void)[] = [];
  return {
    got,
    told,
    write(bytes: Buffer, onSent?: () => void) {
      got.push(bytes);
      if (onSent !== undefined) told.push(onSent);
    },
  };
}

const WHOLE = Buffer.from(Array.from({ length: 3.5 * SENT_AT_ONCE }, (_, i) => (i * 31) & 0xff));
const parts = (...cuts: number[]) => [0, ...cuts].map((from, i) => WHOLE.subarray(from, [...cuts, WHOLE.length][i]));

describe("Outbox", () => {
  it.each([
    ["one part", parts(), 0],
    ["parts of any size", parts(10, 11, 2_000_000, 2_000_000, 2_900_000), 0],
    ["parts of which some were sent before", parts(10, 11, 2_000_000), 12],
    ["a part of which some was sent before", parts(), 1_500_000],
  ])("sends %s so much at a time, in order and once", (_, given, skipped) => {
    const outbox = new Outbox();
    const { got, told, write } = sink();
    outbox.add(given, skipped);
    let times = 0;
    for (let before = 0; !outbox.isEmpty; times++) {
      outbox.sendSome({ write }, () => {});
      const sent = got.reduce((sum, { length }) => sum + length, 0);
      expect(sent - before).toBeLessThan(2 * SENT_AT_ONCE);
      expect(outbox.bytes).toBe(WHOLE.length - skipped - sent);
      before = sent;
    }
    // After the last write nothing waits for the sink.
    expect(told.length).toBe(times - 1);
    expect(times).toBeGreaterThan(1);
    expect(Buffer.concat(got).equals(WHOLE.subarray(skipped))).toBe(true);
  });

  it("has nothing left once all is sent, or let go of", () => {
    const outbox = new Outbox();
    const { got, write } = sink();
    outbox.add(parts(), 0);
    outbox.sendAll({ write });
    expect([outbox.bytes, outbox.isEmpty, Buffer.concat(got).equals(WHOLE)]).toEqual([0, true, true]);
    outbox.add(parts(), 0);
    outbox.clear();
    outbox.sendAll({ write });
    expect([outbox.bytes, Buffer.concat(got).length]).toEqual([0, WHOLE.length]);
  });
});
