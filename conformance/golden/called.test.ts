import { describe, expect, it } from "vitest";
import { requestFrame } from "../cbor/frame.ts";
import { calledByBytes, calledIn } from "./called.ts";

describe("calledIn()", () => {
  it("finds methods in any spelling, and in requests written out as maps", () => {
    expect(calledIn("GetWork('w', {})")).toEqual(["get_work"]);
    expect(calledIn("24(<<{'id': 1, 'method': 'worker_stats'}>>)")).toEqual(["worker_stats"]);
    expect(calledIn("24(h'a346706172')")).toEqual([]);
  });
});

describe("calledByBytes()", () => {
  const frame = requestFrame(1, "count_work_units", "'s'");

  it("finds a method in a frame that is cut anywhere", () => {
    for (let at = 0; at < frame.length; at++) {
      expect(calledByBytes([frame.subarray(0, at), frame.subarray(at)])).toEqual(["count_work_units"]);
    }
  });

  it("finds each of several, and none in a name that is cut off", () => {
    expect(calledByBytes([requestFrame(1, "now", ""), frame])).toEqual(["now", "count_work_units"]);
    expect(calledByBytes([frame.subarray(0, frame.length - 1)])).toEqual([]);
  });
});
