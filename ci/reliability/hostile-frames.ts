// Frames that no client would send: those of real sessions with their bytes mangled, and whatever fast-check makes up.
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { frameOf } from "../../conformance/cbor/frame.ts";

/** Heads and values that decoders get wrong: breaks, reserved heads, long lengths, nesting, floats, tags. */
const AWKWARD = [0x00, 0x17, 0x18, 0x1b, 0x1c, 0x1f, 0x20, 0x3b, 0x40, 0x5b, 0x5f, 0x60, 0x7f, 0x80, 0x81, 0x9b, 0x9f];
AWKWARD.push(0xa0, 0xa1, 0xbb, 0xbf, 0xc2, 0xd8, 0xdb, 0xdf, 0xe0, 0xf4, 0xf6, 0xf7, 0xf8, 0xf9, 0xfb, 0xfe, 0xff);

/** The requests of every recorded session. @param folder with `.jsonl` files of calls */
export function recordedFrames(folder: URL): Buffer[] {
  const lines = readdirSync(folder)
    .filter((name) => name.endsWith(".jsonl"))
    .sort()
    .flatMap((name) => readFileSync(new URL(name, folder), "utf8").trim().split("\n").slice(1));
  const calls = lines.map((line): { send: string } => JSON.parse(line));
  return [...new Set(calls.map(({ send }) => send))].map((send) => Buffer.from(send, "hex"));
}

/** Frames one after the other, the same for the same seed. */
export function* hostileFrames(recorded: readonly Buffer[], seed: number): Generator<Buffer> {
  const random = generator(seed);
  const pick = <T>(list: readonly T[], fallback: T): T => list[Math.floor(random() * list.length)] ?? fallback;
  const empty = Buffer.alloc(0);
  for (let batch = 0; ; batch++) {
    const invented = fc.sample(anyFrame, { numRuns: 100, seed: seed + batch });
    for (const frame of invented) {
      yield frame;
      for (let i = 0; i < 9; i++) {
        let mangled = pick(recorded, empty);
        for (let times = 1 + Math.floor(random() * 3); times > 0; times--) {
          mangled = mangle(mangled, pick(recorded, empty), random);
        }
        yield mangled;
      }
    }
  }
}

function mangle(frame: Buffer, other: Buffer, random: () => number): Buffer {
  const at = Math.floor(random() * frame.length);
  const end = Math.min(frame.length, at + 1 + Math.floor(random() * 8));
  const changed = Buffer.from(frame);
  // Half of them in a frame that is whole.
  switch (Math.floor(random() * 14)) {
    case 0:
      changed[at] = (changed[at] ?? 0) ^ (1 << Math.floor(random() * 8));
      return changed;
    case 1:
      changed[at] = AWKWARD[Math.floor(random() * AWKWARD.length)] ?? 0xff;
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
        Buffer.from([AWKWARD[at % AWKWARD.length] ?? 0]),
        frame.subarray(at),
      ]);
    default:
      return reframed(frame, at, random);
  }
}

/** A change to the message alone, in a frame that is whole: it gets past the splitter. */
function reframed(frame: Buffer, at: number, random: () => number): Buffer {
  const message = Buffer.from(frame.subarray(frame[2] === 0x58 ? 4 : frame[2] === 0x59 ? 5 : 3));
  const place = at % Math.max(1, message.length);
  message[place] = AWKWARD[Math.floor(random() * AWKWARD.length)] ?? 0xff;
  return frameOf(message);
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
    .record({ length: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), head: fc.constantFrom(0x5b, 0x7b, 0x9b, 0xbb) })
    .map(({ length, head }) => {
      const bytes = Buffer.from([0xd8, 0x18, head, 0, 0, 0, 0, 0, 0, 0, 0]);
      bytes.writeBigUInt64BE(length, 3);
      return bytes;
    }),
);

/** The generator mulberry32. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
