import { Buffer } from "node:buffer";
import { describe, expect, it } from "vitest";
import { FrameSplitter } from "./frame-splitter.ts";
import { WireError } from "./wire-error.ts";

const LIMIT = 1 << 20;

/** All frames in the chunks as hex; null for a null without a frame. */
function split(chunks: readonly Buffer[], limit = LIMIT): (string | null)[] {
  const splitter = new FrameSplitter(limit);
  const frames: (string | null)[] = [];
  for (const chunk of chunks) {
    splitter.push(chunk);
    for (let frame = splitter.next(); frame !== undefined; frame = splitter.next()) {
      frames.push(frame === null ? null : frame.toString("hex"));
    }
  }
  return frames;
}

function bytes(hex: string): Buffer {
  return Buffer.from(hex.replaceAll(" ", ""), "hex");
}

/** The error that push() throws for these bytes. */
function rejection(hex: string, limit = LIMIT): { code: string; message: string } {
  try {
    split([bytes(hex)], limit);
  } catch (error) {
    if (error instanceof WireError) return { code: error.code, message: error.message };
    throw error;
  }
  return { code: "accepted", message: "" };
}

describe("FrameSplitter: heads", () => {
  it.each([
    ["a byte string of less than 24 bytes", "d818 43 a0a1a2", "a0a1a2"],
    ["an empty byte string", "d818 40", ""],
    ["a length of one byte", "d818 5801 a0", "a0"],
    ["a length of two bytes", "d818 590001 a0", "a0"],
    ["a length of four bytes", "d818 5a00000001 a0", "a0"],
    ["a length of eight bytes", "d818 5b0000000000000001 a0", "a0"],
    ["the tag in two bytes", "d90018 41 a0", "a0"],
    ["the tag in four bytes", "da00000018 41 a0", "a0"],
    ["the tag in eight bytes", "db0000000000000018 41 a0", "a0"],
    ["an indefinite byte string", "d818 5f 41a0 42a1a2 ff", "a0a1a2"],
    ["an indefinite byte string without chunks", "d818 5f ff", ""],
    ["empty chunks", "d818 5f 40 41a0 40 ff", "a0"],
    ["chunks with long heads", "d818 5f 5801a0 590001a1 5a00000001a2 5b0000000000000001a3 ff", "a0a1a2a3"],
    ["a text chunk, which the Go daemon accepts", "d818 5f 61a0 ff", "a0"],
  ])("accepts %s", (_, sent, expected) => {
    expect(split([bytes(sent)])).toEqual([expected]);
  });

  it.each(["f6", "f7"])("gives null for a bare %s", (sent) => {
    expect(split([bytes(`${sent} d81841a0`)])).toEqual([null, "a0"]);
  });

  it.each([
    ["a bare map", "a3", "not-a-frame"],
    ["a bare byte string", "41a0", "not-a-frame"],
    ["a bare integer", "00", "not-a-frame"],
    ["an HTTP request", Buffer.from("GET / HTTP/1.1\r\n").toString("hex"), "not-a-frame"],
    ["a break", "ff", "not-a-frame"],
    ["tag 23", "d7 41a0", "not-a-frame"],
    ["tag 280, 24 in its low byte", "d90118 41a0", "not-a-frame"],
    ["tag 24 around tag 24", "d818 d818 41a0", "not-a-frame"],
    ["tag 24 around a text string", "d818 61a0", "not-a-frame"],
    ["tag 24 around a map", "d818 a0", "not-a-frame"],
    ["tag 24 around null", "d818 f6", "not-a-frame"],
    ["an indefinite tag", "df 41a0", "not-a-frame"],
    ["a reserved head for the tag", "dc 41a0", "malformed-cbor"],
    ["a reserved head for the string", "d818 5c", "malformed-cbor"],
    ["an indefinite chunk", "d818 5f 5f 41a0 ff ff", "malformed-cbor"],
    ["a chunk that is not a string", "d818 5f 80 ff", "malformed-cbor"],
    ["a chunk with a reserved head", "d818 5f 5d", "malformed-cbor"],
    ["a length of 2^64-1", "d818 5bffffffffffffffff", "frame-too-large"],
  ])("rejects %s", (_, sent, code) => {
    expect(rejection(sent).code).toBe(code);
  });
});

describe("FrameSplitter: segmentation", () => {
  const stream = bytes(
    `d818 43a0a1a2 f6 d90018 5801b0 d818 5f 41c0 42c1c2 ff d818 591000 ${"dd".repeat(4096)} d818 40 d818 41e0`,
  );
  const frames = ["a0a1a2", null, "b0", "c0c1c2", "dd".repeat(4096), "", "e0"];

  it("gives many frames from one chunk", () => {
    expect(split([stream])).toEqual(frames);
  });

  it("gives the same frames from chunks of one byte", () => {
    expect(split(Array.from(stream, (byte) => Buffer.from([byte])))).toEqual(frames);
  });

  it("gives the same frames wherever the stream is cut in two", () => {
    for (let cut = 0; cut <= stream.length; cut += cut < 64 || cut > stream.length - 64 ? 1 : 97) {
      expect(split([stream.subarray(0, cut), stream.subarray(cut)]), `cut at ${cut}`).toEqual(frames);
    }
  });

  it("gives nothing for a truncated end, and says how much of it is held", () => {
    const splitter = new FrameSplitter(LIMIT);
    splitter.push(bytes("d818 43 a0a1"));
    expect(splitter.next()).toBeUndefined();
    expect(splitter.buffered).toBe(5);
  });

  it("keeps an unfinished frame although the chunk that it came in is written over", () => {
    const splitter = new FrameSplitter(LIMIT);
    const chunk = bytes("d818 43 a0a1");
    splitter.push(chunk);
    expect(splitter.next()).toBeUndefined();
    chunk.fill(0);
    splitter.push(bytes("a2"));
    expect(splitter.next()?.toString("hex")).toBe("a0a1a2");
  });

  it("joins a frame of 256 KiB that comes byte by byte, without starting over at every byte", () => {
    const splitter = new FrameSplitter(LIMIT);
    splitter.push(bytes("d818 5a00040000"));
    let tooEarly = 0;
    for (let i = 0; i < 1 << 18; i++) {
      if (splitter.next() !== undefined) tooEarly++;
      splitter.push(Buffer.from([i & 0xff]));
    }
    expect(tooEarly).toBe(0);
    expect(splitter.next()?.length).toBe(1 << 18);
  });

  it("keeps every byte of a frame of 20 MiB that it moves to larger places as it comes", () => {
    const message = Buffer.alloc(20 << 20);
    // No four bytes are the same, so that what is lost cannot be made up by what lay in memory.
    for (let at = 0; at < message.length; at += 4) message.writeUInt32BE(at, at);
    const splitter = new FrameSplitter(message.length);
    splitter.push(bytes("d818 5a01400000"));
    for (let at = 0; at < message.length; at += 65_536) splitter.push(message.subarray(at, at + 65_536));
    expect(splitter.next()?.equals(message)).toBe(true);
  });

  it("does not move a large frame when its end comes in one chunk with the next frames", () => {
    const splitter = new FrameSplitter(1 << 20);
    splitter.push(bytes("d818 5a00100000"));
    expect(splitter.next()).toBeUndefined();
    const chunk = Buffer.alloc(1 << 16);
    for (let i = 0; i < 15; i++) splitter.push(chunk);
    const before = splitter.capacity;
    const next = Buffer.concat(Array.from({ length: 100 }, () => bytes("d818 41a0")));
    splitter.push(chunk.subarray(0, chunk.length - next.length));
    splitter.push(Buffer.concat([chunk.subarray(0, next.length), next]));
    expect(splitter.capacity).toBe(before);
    expect(splitter.next()?.length).toBe(1 << 20);
    expect(splitter.next()).toEqual(bytes("a0"));
  });
});

describe("FrameSplitter: limits", () => {
  it("accepts a message of exactly the limit", () => {
    expect(split([bytes("d818 44 a0a1a2a3")], 4)).toEqual(["a0a1a2a3"]);
  });

  it("judges the declared length from the head alone, before any of it is there", () => {
    expect(rejection("d818 5a04000001", 64 << 20)).toEqual({
      code: "frame-too-large",
      message: "Cannot read frame: declared length 67108865 exceeds maxFrameBytes 67108864",
    });
  });

  it.each([
    ["9007199254740993", "d818 5b0020000000000001"],
    ["18446744073709551615", "d818 5bffffffffffffffff"],
    ["18446744073709551616", "d818 5f 4100 5bffffffffffffffff"],
  ])("prints a declared length of %s exactly", (length, sent) => {
    expect(rejection(sent, 4).message).toBe(`Cannot read frame: declared length ${length} exceeds maxFrameBytes 4`);
  });

  it("gives back what a large frame has needed: with the frame, or with all but the beginning of the next", () => {
    const splitter = new FrameSplitter(LIMIT);
    const head = bytes("d818 5a00040000");
    for (const next of [Buffer.alloc(0), bytes("d818 43 a0")]) {
      splitter.push(head);
      expect(splitter.next()).toBeUndefined();
      splitter.push(Buffer.concat([Buffer.alloc(1 << 18), next]));
      expect(splitter.capacity).toBeGreaterThanOrEqual(1 << 18);
      expect(splitter.next()?.length).toBe(1 << 18);
      expect(splitter.next()).toBeUndefined();
      expect(splitter.capacity).toBeLessThanOrEqual(4096);
    }
  });

  it("judges the sum of the chunks of an indefinite byte string", () => {
    expect(rejection("d818 5f 43a0a1a2 42", 4).message).toBe(
      "Cannot read frame: declared length 5 exceeds maxFrameBytes 4",
    );
  });

  it.each([
    ["2^60 bytes", "d818 5b1000000000000000"],
    ["a chunk of 2^60 bytes", "d818 5f 5b1000000000000000"],
  ])("allocates nothing for a head that announces %s, even without a limit", (_, sent) => {
    const splitter = new FrameSplitter(Number.POSITIVE_INFINITY);
    const before = process.memoryUsage().arrayBuffers;
    splitter.push(bytes(sent));
    expect(splitter.next()).toBeUndefined();
    expect(splitter.buffered).toBeLessThan(16);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1 << 20);
  });

  it("holds no more than what came of a frame that keeps its size to the limit", () => {
    const splitter = new FrameSplitter(64 << 20);
    const before = process.memoryUsage().arrayBuffers;
    splitter.push(bytes("d818 5a04000000 a0a1a2"));
    expect(splitter.next()).toBeUndefined();
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1 << 20);
  });

  it("holds nothing of a million empty chunks", () => {
    const splitter = new FrameSplitter(LIMIT);
    splitter.push(bytes("d818 5f"));
    expect(splitter.next()).toBeUndefined();
    for (let i = 0; i < 100; i++) {
      splitter.push(Buffer.alloc(10_000, 0x40));
      expect(splitter.next()).toBeUndefined();
    }
    expect(splitter.buffered).toBe(0);
  });
});
