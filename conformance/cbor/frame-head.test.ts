import { describe, expect, it } from "vitest";
import { encodeFrameHead, frameEnd, messageStart } from "./frame-head.ts";

describe("encodeFrameHead()", () => {
  it.each([
    [0, "d81840"],
    [23, "d81857"],
    [24, "d8185818"],
    [256, "d818590100"],
    [65_536, "d8185a00010000"],
  ])("of a message of %i bytes is %s", (length, hex) => {
    expect(encodeFrameHead(length).toString("hex")).toBe(hex);
  });
});

describe("frameEnd()", () => {
  it.each([
    ["d81843010203", 6],
    ["d8185803010203", 7],
    ["d818590003010203", 8],
    ["d8185a00000003010203", 10],
    ["d8185b0000000000000003010203", 14],
    ["d81858ff01", 259],
    ["d818", Number.POSITIVE_INFINITY],
    ["d81859", Number.POSITIVE_INFINITY],
    ["", Number.POSITIVE_INFINITY],
    ["d81963", null],
    ["d81863616161", null],
    ["d8185f4161ff", null],
    ["d8185c", null],
    ["a0", null],
  ])("of %s is %s", (hex, end) => {
    expect(frameEnd(Buffer.from(hex, "hex"))).toBe(end);
    expect(frameEnd(Buffer.from(`00${hex}`, "hex"), 1)).toBe(end === null ? null : end + 1);
  });
});

it("the message of a frame starts after the head of its byte string", () => {
  const starts = ["d81843010203", "d8185803010203", "d818590003010203"].map((hex) =>
    messageStart(Buffer.from(hex, "hex")),
  );
  expect(starts).toEqual([3, 4, 5]);
});
