// Generates malformed frames: corrupted frames of goldens, and random bytes made with fast-check.

import fc from "fast-check";
import { frameOf } from "../../cbor/frame.ts";
import { messageStart } from "../../cbor/frame-head.ts";
import { encodeHead, MAJOR } from "../../cbor/head.ts";
import { elementAt } from "../../element-at.ts";
import { type Random, seeded } from "../../random.ts";
import { framed } from "./framings.ts";

/** Initial bytes that decoders often mishandle: breaks, reserved heads, long lengths, nesting, floats, tags. */
const AWKWARD = [0x00, 0x17, 0x18, 0x1b, 0x1c, 0x1f, 0x20, 0x3b, 0x40, 0x5b, 0x5f, 0x60, 0x7f, 0x80, 0x81, 0x9b, 0x9f];
AWKWARD.push(0xa0, 0xa1, 0xbb, 0xbf, 0xc2, 0xd8, 0xdb, 0xdf, 0xe0, 0xf4, 0xf6, 0xf7, 0xf8, 0xf9, 0xfb, 0xfe, 0xff);

/** An endless sequence of frames, the same for the same seed. */
export function* hostileFrames(recorded: readonly Buffer[], seed: number): Generator<Buffer> {
  const random = seeded(seed);
  const empty = Buffer.alloc(0);
  const pick = () => recorded[random.below(recorded.length)] ?? empty;
  for (let batch = 0; ; batch++) {
    const invented = fc.sample(anyFrame, { numRuns: 100, seed: seed + batch });
    for (const frame of invented) {
      yield frame;
      for (let i = 0; i < 9; i++) yield mangled(pick(), pick(), random);
    }
  }
}

/** A frame changed in one to three places, possibly with a part of another frame. */
export function mangled(frame: Buffer, other: Buffer, random: Random): Buffer {
  let changed = frame;
  for (let times = 1 + random.below(3); times > 0; times--) changed = mangle(changed, other, random.next);
  return changed;
}

function mangle(frame: Buffer, other: Buffer, random: () => number): Buffer {
  const at = Math.floor(random() * frame.length);
  const end = Math.min(frame.length, at + 1 + Math.floor(random() * 8));
  const changed = Buffer.from(frame);
  // Most changes keep the frame valid, or write it in another valid or unusual way.
  switch (Math.floor(random() * 16)) {
    case 0:
      // The frame may be empty by now.
      changed[at] = (changed[at] ?? 0) ^ (1 << Math.floor(random() * 8));
      return changed;
    case 1:
      changed[at] = elementAt(AWKWARD, Math.floor(random() * AWKWARD.length));
      return changed;
    case 2:
      return frame.subarray(0, at);
    case 3:
      return Buffer.concat([frame.subarray(0, at), frame.subarray(end)]);
    case 4:
      return Buffer.concat([frame.subarray(0, end), frame.subarray(at)]);
    case 5:
      return Buffer.concat([frame.subarray(0, at), other.subarray(Math.floor(random() * other.length))]);
    case 6:
      return Buffer.concat([
        frame.subarray(0, at),
        Buffer.from([elementAt(AWKWARD, at % AWKWARD.length)]),
        frame.subarray(at),
      ]);
    case 7:
    case 8:
      return framed(messageIn(frame), random);
    default:
      return reframed(frame, at, random);
  }
}

/** Changes the message within a valid frame, so that it reaches the daemon's message decoder. */
function reframed(frame: Buffer, at: number, random: () => number): Buffer {
  const message = Buffer.from(messageIn(frame));
  const place = at % Math.max(1, message.length);
  message[place] = elementAt(AWKWARD, Math.floor(random() * AWKWARD.length));
  return frameOf(message);
}

/** The message of a frame; of other bytes what comes after the third. */
function messageIn(frame: Buffer): Buffer {
  return frame.subarray(messageStart(frame) ?? 3);
}

/** Well-formed requests with parameters that make no sense, bytes of any kind in a frame, and bytes of any kind. */
const anyBytes = fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes));
const anyFrame = fc.oneof(
  anyBytes,
  anyBytes.map((bytes) => frameOf(bytes)),
  fc
    .record({
      depth: fc.integer({ min: 1, max: 5000 }),
      byte: fc.constantFrom(0x81, 0x9f, 0xa1, 0xbf, 0xc1, 0xd8, 0x5f),
    })
    .map(({ depth, byte }) => frameOf(Buffer.alloc(depth, byte))),
  fc
    .record({
      length: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
      major: fc.constantFrom(MAJOR.bytes, MAJOR.text, MAJOR.array, MAJOR.map),
    })
    .map(({ length, major }) => Buffer.concat([encodeHead(MAJOR.tag, 24), encodeHead(major, length, 3)])),
);
