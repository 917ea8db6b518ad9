// Shrinks a finding frame by frame: removes frames, replaces them by minimal ones, shortens messages and adapts the
// length before them; then removes bytes of the rest.
import { assemble } from "../../cbor/assemble.ts";
import { frameOf, splitFrames } from "../../cbor/frame.ts";
import { shrink } from "./shrink.ts";

/** A minimal request, which every daemon answers with an error. */
const LEAST = assemble("{'params': [], 'id': 0, 'method': ''}");
const MIDDLE = LEAST.length >> 1;
const chunk = (from: number, to: number) => Buffer.concat([Buffer.of(0x58, to - from), LEAST.subarray(from, to)]);
const after = (hex: string, ...parts: Uint8Array[]) => Buffer.concat([Buffer.from(hex, "hex"), ...parts]);
const BREAK = Buffer.of(0xff);

/** The minimal request in each kind of frame, shorter ones first. */
const FORMS: readonly Buffer[] = [
  Buffer.of(0xf6),
  Buffer.of(0xf7),
  frameOf(LEAST),
  after("c2", frameOf(LEAST).subarray(2)),
  after("d819", frameOf(LEAST).subarray(2)),
  after("d90018", frameOf(LEAST).subarray(2)),
  after("d818", Buffer.of(0x78, LEAST.length), LEAST),
  after("d81859", Buffer.of(0, LEAST.length), LEAST),
  after("d8185f", chunk(0, LEAST.length), BREAK),
  after("d8185a", Buffer.of(0, 0, 0, LEAST.length), LEAST),
  after("d8185f", chunk(0, MIDDLE), chunk(MIDDLE, LEAST.length), BREAK),
  after("d8185f40", chunk(0, LEAST.length), BREAK),
  after("d8185f5fff", chunk(0, LEAST.length), BREAK),
  after("d8185f00", chunk(0, LEAST.length), BREAK),
  after("d8185b", Buffer.of(0, 0, 0, 0, 0, 0, 0, LEAST.length), LEAST),
];

/** @param holds whether the finding remains with these bytes @param tries approximate maximum number of calls of `holds` */
export async function shrinkFrames(
  bytes: Buffer,
  holds: (bytes: Buffer) => Promise<boolean>,
  tries: number,
): Promise<Buffer> {
  let left = tries;
  const asked = async (each: Buffer) => left-- > 0 && each.length > 0 && (await holds(each));
  let parts = partsOf(bytes);
  for (let at = parts.length - 1; at >= 0; at--) {
    const fewer = parts.toSpliced(at, 1);
    if (await asked(Buffer.concat(fewer))) parts = fewer;
  }
  for (const [at, part] of parts.entries()) {
    for (const form of FORMS) {
      if (form.length >= part.length) continue;
      const simpler = parts.with(at, form);
      if (!(await asked(Buffer.concat(simpler)))) continue;
      parts = simpler;
      break;
    }
  }
  for (const [at, part] of parts.entries()) {
    const found = messageIn(part);
    if (found === null) continue;
    const does = (message: Buffer) => asked(Buffer.concat(parts.with(at, found.frame(message))));
    const message = await shrink(await withoutStrings(found.message, does), does, Math.ceil(left / 2));
    if (message.length < found.message.length) parts = parts.with(at, found.frame(message));
  }
  return await shrink(Buffer.concat(parts), holds, Math.max(0, left));
}

/** The complete frames in the bytes, and the rest. */
function partsOf(bytes: Buffer): readonly Buffer[] {
  const { frames, rest } = splitFrames(bytes);
  return [...frames, rest].filter(({ length }) => length > 0).map((each) => Buffer.from(each));
}

/** Empties the strings of a message whose content is not needed for the finding. The message may be malformed. */
async function withoutStrings(message: Buffer, does: (message: Buffer) => Promise<boolean>): Promise<Buffer> {
  let best = message;
  for (let at = 0; at < best.length; at++) {
    const head = best.readUInt8(at);
    const major = head >> 5;
    const width = widthOf(head);
    if (major < 2 || major > 3 || width > 4 || at + 1 + width > best.length) continue;
    const end = at + 1 + width + (width === 0 ? head & 31 : best.readUIntBE(at + 1, width));
    if (end === at + 1 || end > best.length) continue;
    const shorter = Buffer.concat([best.subarray(0, at), Buffer.of(major << 5), best.subarray(end)]);
    if (await does(shorter)) best = shorter;
  }
  return best;
}

/** Number of argument bytes after the initial byte of a head with a definite length. */
const widthOf = (head: number) => ((head & 31) < 24 ? 0 : 2 ** ((head & 31) - 24));

/** The message of a frame of definite length, and a function that puts another message into such a frame; null for other bytes. */
function messageIn(part: Buffer): { message: Buffer; frame: (message: Buffer) => Buffer } | null {
  const head = part[2];
  if (part[0] !== 0xd8 || part[1] !== 24 || head === undefined) return null;
  const width = widthOf(head);
  if (head >> 5 < 2 || head >> 5 > 3 || width > 4 || part.length < 3 + width) return null;
  return {
    message: part.subarray(3 + width),
    frame: (message) => {
      if (width === 0) return after("d818", Buffer.of((head & 0xe0) | message.length), message);
      const start = Buffer.from(part.subarray(0, 3 + width));
      start.writeUIntBE(message.length, 3, width);
      return Buffer.concat([start, message]);
    },
  };
}
