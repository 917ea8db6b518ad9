import { describe, expect, it } from "vitest";
import { assemble } from "../../cbor/assemble.ts";
import { frameOf, requestFrame, splitFrames } from "../../cbor/frame.ts";
import { goldens } from "../../run/suite.ts";
import { expectedOf } from "./expected.ts";

const LARGE = 1 << 20;
const hex = (text: string) => Buffer.from(text, "hex");
const message = (notation: string) => frameOf(assemble(notation));

describe("expectedOf()", () => {
  it.each<[string, Uint8Array, string | undefined, string]>([
    ["a request", requestFrame(1, "now", ""), "answered", "FRAME-16"],
    ["a null", hex("f6"), "answered", "FRAME-16"],
    ["half a frame", requestFrame(1, "now", "").subarray(0, 9), "waits", "FRAME-22"],
    ["half a head", hex("d81858"), "waits", "FRAME-21"],
    ["a map without a frame", hex("a0"), "closed", "FRAME-31"],
    ["another tag", hex("d90018d817"), "closed", "FRAME-36"],
    ["a text string in the tag", hex("d81861"), "closed", "FRAME-34"],
    ["an empty message", hex("d81840"), "closed", "FRAME-38"],
    ["a message that is cut off", hex("d81841a1"), "closed", "FRAME-39"],
    ["a message in chunks, one of them of indefinite length", hex("d8185f5f"), "closed", "FRAME-43"],
    ["no id", message("{'method': 'now', 'params': []}"), "closed", "MSG-10"],
    ["an id that is a float", message("{'method': 'now', 'params': [], 'id': 1.0}"), "closed", "MSG-11"],
    ["a method that is a number", message("{'method': 1, 'params': [], 'id': 1}"), "closed", "MSG-15"],
    ["parameters that are null", message("{'method': 'now', 'params': null, 'id': 1}"), "closed", "MSG-18"],
    ["a key that is a number", message("{1: 2}"), "closed", "MSG-6"],
    ["a batch with a number", message("[1]"), "closed", "MSG-41"],
    ["a frame of 2^62 bytes", hex("d8185b4000000000000000"), undefined, "LIMIT-5"],
  ])("has of %s", (_, bytes, state, clause) => {
    expect(expectedOf(bytes)).toEqual({ state, clause });
  });

  it("gives no expected state for a frame that extends over the request after it", () => {
    const request = requestFrame(1, "now", "");
    const short = request.subarray(0, request.length - 3);
    const swallowed = Buffer.concat([short, Buffer.from(request).subarray(0, 3)]);
    expect(expectedOf(swallowed, short.length).state).toBeUndefined();
    expect(expectedOf(Buffer.concat([request, request]), request.length).state).toBe("answered");
  });

  it("agrees with the goldens about frames that are answered, close the connection or wait", () => {
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
});
