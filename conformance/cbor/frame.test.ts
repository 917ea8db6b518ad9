import { describe, expect, it } from "vitest";
import { assemble } from "./assemble.ts";
import { frameOf, openFrame, requestFrame, splitFrames } from "./frame.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

describe("requestFrame()", () => {
  it("writes what the stock Python 2 client sends", () => {
    expect(hex(requestFrame(1, "now", ""))).toBe("d8185818a346706172616d738042696401466d6574686f64436e6f77");
  });
});

describe("splitFrames()", () => {
  const short = frameOf(assemble("{'id': 1}"));
  const long = frameOf(assemble(`{'id': 1, 'result': h'${"00".repeat(300)}'}`));
  const odd = assemble("24_1((_ 'a', 'b'))");

  it("gives whole frames and keeps the start of the next one", () => {
    const { frames, rest, malformed } = splitFrames(Buffer.concat([short, long, odd, long.subarray(0, 200)]));
    expect(frames.map(hex)).toEqual([short, long, odd].map(hex));
    expect([hex(rest), malformed]).toEqual([hex(long.subarray(0, 200)), false]);
  });

  it.each([short, long, odd])("waits for the last byte of a frame (%#)", (frame) => {
    for (let cut = 1; cut < frame.length; cut++) {
      expect(splitFrames(frame.subarray(0, cut))).toEqual({
        frames: [],
        rest: frame.subarray(0, cut),
        malformed: false,
      });
    }
  });

  it("tells bytes that can never become a frame", () => {
    expect(splitFrames(Buffer.concat([short, Buffer.from("ff00", "hex")]))).toMatchObject({ malformed: true });
  });
});

describe("openFrame()", () => {
  it("leaves the message of another shape undefined", () => {
    expect(openFrame(assemble('24("a")'))).toMatchObject({ inner: undefined, message: undefined });
    expect(openFrame(assemble("24(h'ff')"))).toMatchObject({ inner: Uint8Array.of(0xff), message: undefined });
  });
});
