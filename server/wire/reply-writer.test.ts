import { Buffer } from "node:buffer";
import { describe, expect, it } from "vitest";
import { ReplyWriter } from "./reply-writer.ts";

function written(write: (writer: ReplyWriter) => void): string {
  const writer = new ReplyWriter();
  write(writer);
  return writer.take().toString("hex");
}

describe("ReplyWriter: frames", () => {
  it.each([
    [0, "d81840"],
    [23, "d81857"],
    [24, "d8185818"],
    [255, "d81858ff"],
    [256, "d818590100"],
    [65_535, "d81859ffff"],
    [65_536, "d8185a00010000"],
    [1_000_000, "d8185a000f4240"],
  ])("puts the shortest head before a body of %d bytes", (size, head) => {
    const body = Buffer.alloc(size, 0xab);
    const frame = written((writer) => {
      writer.beginFrame();
      writer.copy(body, 0, size);
      writer.endFrame();
    });
    expect(frame).toBe(head + body.toString("hex"));
  });

  it("keeps frames of all widths apart", () => {
    const sizes = [10, 300, 0, 70_000, 24, 23];
    const writer = new ReplyWriter();
    for (const size of sizes) {
      writer.beginFrame();
      writer.bytes("x".repeat(size));
      writer.endFrame();
    }
    const alone = sizes.map((size) =>
      written((one) => {
        one.beginFrame();
        one.bytes("x".repeat(size));
        one.endFrame();
      }),
    );
    expect(writer.take().toString("hex")).toBe(alone.join(""));
    expect(writer.length).toBe(0);
  });

  it("takes back what was written since a mark", () => {
    const frame = written((writer) => {
      writer.beginFrame();
      writer.int(1);
      const mark = writer.mark();
      writer.text("to be taken back".repeat(1000));
      writer.rewind(mark);
      writer.null();
      writer.endFrame();
    });
    expect(frame).toBe("d8184201f6");
  });

  it("gives away bytes that what is written next leaves alone", () => {
    const writer = new ReplyWriter();
    const replies = [10, 100_000, 10].map((size) => {
      writer.bytes("a".repeat(size));
      return writer.take();
    });
    writer.bytes("b".repeat(200_000));
    expect(replies.map((reply) => reply.subarray(-10).toString())).toEqual(Array(3).fill("a".repeat(10)));
  });
});

describe("ReplyWriter: values", () => {
  it.each<[string, (writer: ReplyWriter) => void, string]>([
    ["null", (w) => w.null(), "f6"],
    ["false", (w) => w.bool(false), "f4"],
    ["true", (w) => w.bool(true), "f5"],
    ["int 0", (w) => w.int(0), "00"],
    ["int 23", (w) => w.int(23), "17"],
    ["int 24", (w) => w.int(24), "1818"],
    ["int 255", (w) => w.int(255), "18ff"],
    ["int 256", (w) => w.int(256), "190100"],
    ["int 65536", (w) => w.int(65_536), "1a00010000"],
    ["int 2^32-1", (w) => w.int(2 ** 32 - 1), "1affffffff"],
    ["int 2^32", (w) => w.int(2 ** 32), "1b0000000100000000"],
    ["int 2^53-1", (w) => w.int(2 ** 53 - 1), "1b001fffffffffffff"],
    ["int -1", (w) => w.int(-1), "20"],
    ["int -257", (w) => w.int(-257), "390100"],
    ["bigint 2^63-1", (w) => w.bigint(2n ** 63n - 1n), "1b7fffffffffffffff"],
    ["bigint -2^63", (w) => w.bigint(-(2n ** 63n)), "3b7fffffffffffffff"],
    ["bigint 5", (w) => w.bigint(5n), "05"],
    ["double 0", (w) => w.double(0), "fb0000000000000000"],
    ["double -0", (w) => w.double(-0), "fb8000000000000000"],
    ["double 1.5", (w) => w.double(1.5), "fb3ff8000000000000"],
    ["bytes", (w) => w.bytes("k\xff"), "426bff"],
    ["text of the same bytes, UTF-8 or not", (w) => w.text("k\xff"), "626bff"],
    ["long text", (w) => w.text("\xe9".repeat(24)), `7818${"e9".repeat(24)}`],
    ["text or null", (w) => w.textOrNull(null), "f6"],
    ["array", (w) => w.array(24), "9818"],
    ["map", (w) => w.map(5), "a5"],
    ["tuple", (w) => w.tuple(3), "d88083"],
    ["a stored value", (w) => w.stored("\xa1\x61k\xf6"), "a1616bf6"],
    ["a stored value or null", (w) => w.storedOrNull(null), "f6"],
  ])("%s", (_, write, expected) => {
    expect(written(write)).toBe(expected);
  });
});

describe("ReplyWriter: maxReplyBytes", () => {
  it("refuses what exceeds it, and still has room for less", () => {
    const writer = new ReplyWriter(10_000);
    const mark = writer.mark();
    expect(() => {
      for (;;) writer.bytes("x".repeat(1000));
    }).toThrow(
      expect.objectContaining({
        code: "reply-too-large",
        message: "Cannot write reply: it exceeds maxReplyBytes 10000",
      }),
    );
    writer.rewind(mark);
    writer.text("x".repeat(9_000));
    expect(writer.length).toBe(9_003);
  });
});

describe("ReplyWriter.rewind()", () => {
  it("gives back what was needed for what is taken back, and keeps what came before", () => {
    let held = 0;
    const writer = new ReplyWriter(1_000_000, (more) => {
      held += more;
    });
    writer.text("before");
    const mark = writer.mark();
    for (let times = 0; times < 3; times++) {
      expect(() => {
        for (;;) writer.bytes("x".repeat(1000));
      }).toThrow("it exceeds maxReplyBytes");
      expect(held).toBeGreaterThanOrEqual(1_000_000);
      writer.rewind(mark);
      expect(held).toBe(0);
    }
    writer.text("after");
    expect(writer.take().toString("latin1")).toBe("\x66before\x65after");
    expect(held).toBe(0);
  });
});
