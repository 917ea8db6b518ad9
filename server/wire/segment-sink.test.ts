import { Buffer } from "node:buffer";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../testing/seeded-random.ts";
import { ReplyWriter } from "./reply-writer.ts";
import { SegmentSink } from "./segment-sink.ts";

/** A text of this many bytes in which every part shows its offset. */
const textOf = (size: number, number: number) => `${number} `.repeat(size).slice(0, size);

describe("a reply of many segments", () => {
  it.each([1, 2, 3, 4, 5, 6])("is what was written, frame by frame, with what was taken back: seed %i", (seed) => {
    const random = seededRandom(seed);
    const upTo = (most: number) => Math.floor(random() ** 3 * most);
    const writer = new ReplyWriter();
    const frames: Buffer[] = [];
    for (let frame = 0; frame < 20; frame++) {
      const bodies: string[] = [];
      writer.beginFrame();
      for (let value = upTo(60); value >= 0; value--) {
        const text = textOf(upTo(120_000), value);
        const mark = writer.mark();
        writer.stored(text);
        if (random() < 0.3) writer.rewind(mark);
        else bodies.push(text);
      }
      writer.endFrame();
      const body = Buffer.from(bodies.join(""), "latin1");
      const { length } = body;
      const head =
        length < 24
          ? [0x40 | length]
          : length < 0x100
            ? [0x58, length]
            : length < 0x10000
              ? [0x59, length >> 8, length & 0xff]
              : [0x5a, length >> 24, (length >> 16) & 0xff, (length >> 8) & 0xff, length & 0xff];
      frames.push(Buffer.from([0xd8, 0x18, ...head]), body);
    }
    const whole = Buffer.concat(frames);
    expect(writer.length).toBe(whole.length);
    const [from, to] = [Math.floor(whole.length / 7), Math.floor(whole.length * 0.9)];
    expect(writer.part(from, to).equals(whole.subarray(from, to))).toBe(true);
    expect(Buffer.concat(writer.takeParts()).equals(whole)).toBe(true);
    expect(writer.length).toBe(0);
  });
});

it("a reply of which something is taken back never needs more memory for that, whatever heads it has got", () => {
  const random = seededRandom(7);
  const upTo = (most: number) => Math.floor(random() ** 2 * most);
  let isRewinding = false;
  const asked: number[] = [];
  const writer = new ReplyWriter(Number.POSITIVE_INFINITY, (more) => {
    if (isRewinding && more > 0) asked.push(more);
  });
  let rewound = 0;
  for (let reply = 0; reply < 300; reply++) {
    for (let frame = upTo(4); frame >= 0; frame--) {
      writer.beginFrame();
      writer.stored(textOf(upTo(200_000), 1));
      writer.endFrame();
    }
    const mark = writer.mark();
    writer.beginFrame();
    writer.stored(textOf(upTo(100_000), 2));
    isRewinding = true;
    writer.rewind(mark);
    isRewinding = false;
    rewound++;
    writer.takeParts();
  }
  expect(rewound).toBe(300);
  expect(asked).toEqual([]);
});

describe("SegmentSink", () => {
  it("moves nothing that was written once it is long", () => {
    const sink = new SegmentSink();
    const seen = new Set<ArrayBufferLike>();
    for (let i = 0; i < 300; i++) {
      sink.binary(textOf(50_000, i));
      seen.add(sink.bytes.buffer);
    }
    const parts = sink.takeParts();
    expect(parts.reduce((sum, { length }) => sum + length, 0)).toBe(15_000_000);
    // All segments except the first one or two, which are small.
    expect(parts.length).toBeGreaterThan(3);
    for (const part of parts.slice(1)) expect(seen.has(part.buffer)).toBe(true);
  });

  it("tells the memory that it takes, and that it has given all of it back", () => {
    let held = 0;
    let most = 0;
    const sink = new SegmentSink(Number.POSITIVE_INFINITY, (more) => {
      held += more;
      most = Math.max(most, held);
    });
    for (let i = 0; i < 100; i++) sink.binary(textOf(100_000, i));
    expect(held).toBeGreaterThanOrEqual(10_000_000);
    expect(most).toBeLessThan(2 * 10_000_000);
    sink.rewind(30_000);
    expect(held).toBeLessThan(200_000);
    sink.reset();
    expect(held).toBe(0);
  });

  it("is as it was where no memory is to be had", () => {
    let room = 1_000_000;
    const sink = new SegmentSink(Number.POSITIVE_INFINITY, (more) => {
      if (more > room) throw new Error("no room");
      room -= more;
    });
    sink.binary(textOf(300_000, 1));
    expect(() => sink.binary(textOf(2_000_000, 2))).toThrow("no room");
    sink.binary(textOf(100_000, 3));
    expect(sink.take().toString("latin1")).toBe(textOf(300_000, 1) + textOf(100_000, 3));
    expect(room).toBe(1_000_000);
  });
});
