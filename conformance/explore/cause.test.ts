import { describe, expect, it } from "vitest";
import { requestFrame } from "../cbor/frame.ts";
import type { Difference } from "../judge/difference.ts";
import { causeOf } from "./cause.ts";

const differs = (path: string): Difference => {
  const place = { step: 1, reply: 1, path, offset: undefined };
  return { ...place, kind: "value", expected: "1", got: "2" };
};

describe("causeOf()", () => {
  it("gives the method, its sorted options, and the path without indexes and keys", () => {
    const frames = [requestFrame(1, "get_work", "'w', {\"max_jobs\": 2, 'lease_time': 1, '\u017ftatus': 1}")];
    expect(causeOf(frames, differs("message['result'][0][3]['u']"))).toBe(
      "get_work(lease_time, max_jobs, \u017ftatus) [][][key]: value",
    );
  });

  it("describes a frame that is not a call", () => {
    expect(causeOf([Buffer.from("f6", "hex")], differs("frame"))).toBe("a message of another shape() frame: value");
  });
});
