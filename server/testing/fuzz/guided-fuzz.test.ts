import { describe, expect, it } from "vitest";
import { requestFrame } from "../../../conformance/cbor/frame.ts";
import { FrameSplitter } from "../../wire/frame-splitter.ts";
import { replace } from "../flaws/flaw.ts";
import { guidedFuzz } from "./guided-fuzz.ts";

const CORPUS = ["now", "worker_stats", "clear"].map((method) => Buffer.from(requestFrame(1, method, "")));

describe("guidedFuzz()", () => {
  it("finds nothing wrong with the daemon, and mutates frames that reached new code", async () => {
    const { finding, kept, sent, states } = await guidedFuzz(CORPUS, 1, (count) => count >= 200);
    expect([finding, sent]).toEqual([null, 200]);
    expect(Math.min(kept, states.answered, states.closed)).toBeGreaterThan(0);
  });

  it("detects a daemon that waits where it must close the connection, and shrinks the input to a minimum", async () => {
    const remove = replace(FrameSplitter.prototype, "push", (original) => {
      return function (this: FrameSplitter, chunk) {
        // Inputs that start with a map instead of a frame are dropped.
        if (this.isInFrame || (chunk[0] ?? 0) >> 5 !== 5) original.call(this, chunk);
      };
    });
    const { finding } = await guidedFuzz(CORPUS, 11, (count) => count >= 20_000);
    remove();
    expect(finding?.expected).toEqual({ state: "closed", clause: "FRAME-31" });
    expect([finding?.bytes.length, finding?.seen.state]).toEqual([2, "waits"]);
  });
});
