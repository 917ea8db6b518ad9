// Shrinks a finding frame by frame: removes frames, replaces them by minimal ones, shortens messages and adapts the
// length before them; then removes bytes of the rest.
import { assemble } from "../../cbor/assemble.ts";
import { frameOf, splitFrames } from "../../cbor/frame.ts";
import {
  encodeHead,
  encodeIndefinite,
  type Head,
  headLength,
  indefiniteHead,
  indicatorOf,
  MAJOR,
  majorOfByte,
  NULL,
  readHead,
  UNDEFINED,
} from "../../cbor/head.ts";
import { shrink } from "./shrink.ts";

/** A minimal request, which every daemon answers with an error. */
const LEAST = assemble("{'params': [], 'id': 0, 'method': ''}");
const [START, REST] = [LEAST.subarray(0, LEAST.length >> 1), LEAST.subarray(LEAST.length >> 1)];
const TAG = encodeHead(MAJOR.tag, 24);
/** @param indicator the width of the length, see encodeHead() */
const string = (major: number, content: Uint8Array, indicator?: number) =>
  Buffer.concat([encodeHead(major, content.length, indicator), content]);
const tagged = (...parts: Uint8Array[]) => Buffer.concat([TAG, ...parts]);
const chunked = (...chunks: Uint8Array[]) => tagged(encodeIndefinite(MAJOR.bytes, chunks));
const chunk = (content: Uint8Array) => string(MAJOR.bytes, content, 0);

/** The minimal request in each kind of frame, shorter ones first. */
const FORMS: readonly Buffer[] = [
  Buffer.of(NULL),
  Buffer.of(UNDEFINED),
  frameOf(LEAST),
  Buffer.concat([encodeHead(MAJOR.tag, 2), string(MAJOR.bytes, LEAST)]),
  Buffer.concat([encodeHead(MAJOR.tag, 25), string(MAJOR.bytes, LEAST)]),
  Buffer.concat([encodeHead(MAJOR.tag, 24, 1), string(MAJOR.bytes, LEAST)]),
  tagged(string(MAJOR.text, LEAST)),
  tagged(string(MAJOR.bytes, LEAST, 1)),
  chunked(chunk(LEAST)),
  tagged(string(MAJOR.bytes, LEAST, 2)),
  chunked(chunk(START), chunk(REST)),
  chunked(string(MAJOR.bytes, Buffer.alloc(0)), chunk(LEAST)),
  // Chunks that are not valid: a string of indefinite length, and a number.
  chunked(encodeIndefinite(MAJOR.bytes, []), chunk(LEAST)),
  chunked(encodeHead(MAJOR.unsigned, 0), chunk(LEAST)),
  tagged(string(MAJOR.bytes, LEAST, 3)),
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
    const head = stringHead(best, at);
    const end = head === null ? 0 : at + head.head + head.argument;
    if (head === null || head.argument === 0 || end > best.length) continue;
    const shorter = Buffer.concat([best.subarray(0, at), encodeHead(head.major, 0), best.subarray(end)]);
    if (await does(shorter)) best = shorter;
  }
  return best;
}

/** The head of the string of definite length that starts at `at`; null for any other bytes. */
function stringHead(bytes: Buffer, at: number): Head | null {
  const initial = bytes[at] ?? 0;
  const major = majorOfByte(initial);
  if (major !== MAJOR.bytes && major !== MAJOR.text) return null;
  if (headLength(initial) === undefined || initial === indefiniteHead(major)) return null;
  return readHead(bytes, at) ?? null;
}

/** The message of a frame of definite length, and a function that puts another message into such a frame; null for other bytes. */
function messageIn(part: Buffer): { message: Buffer; frame: (message: Buffer) => Buffer } | null {
  if (!part.subarray(0, TAG.length).equals(TAG)) return null;
  const head = stringHead(part, TAG.length);
  if (head === null) return null;
  return {
    message: part.subarray(TAG.length + head.head),
    frame: (message) => Buffer.concat([TAG, encodeHead(head.major, message.length, indicatorOf(head.head)), message]),
  };
}
