// Wraps a message in unusual frames: heads of every width, other tags, text instead of byte strings, strings of
// indefinite length with various chunks, and other items before the frame.
import { BREAK, encodeHead, indefiniteHead, MAJOR, NULL, UNDEFINED } from "../../cbor/head.ts";

const EMBEDDED_CBOR = 24;
const OTHER_TAGS = [0, 2, 23, 25, 55_799];
const MOST_CHUNKS = 4;

/** Wraps a message in an unusual frame, chosen at random. @param random returns numbers from 0 to 1, like Math.random() */
export function framed(message: Uint8Array, random: () => number): Buffer {
  const is = (percent: number) => random() * 100 < percent;
  const below = (count: number) => Math.floor(random() * count);
  const tag = is(85) ? EMBEDDED_CBOR : (OTHER_TAGS[below(OTHER_TAGS.length)] ?? EMBEDDED_CBOR);
  const parts: Buffer[] = [head(MAJOR.tag, tag, is(70) ? 0 : below(5))];
  if (is(15)) parts.unshift(Buffer.alloc(1 + below(2), is(50) ? NULL : UNDEFINED));
  if (is(5)) parts.push(head(MAJOR.tag, EMBEDDED_CBOR, 0));
  if (is(50)) parts.push(head(is(75) ? MAJOR.bytes : MAJOR.text, message.length, below(5)), Buffer.from(message));
  else parts.push(inChunks(message, is, below));
  return Buffer.concat(parts);
}

function inChunks(message: Uint8Array, is: (percent: number) => boolean, below: (count: number) => number): Buffer {
  const parts: Buffer[] = [Buffer.of(indefiniteHead(MAJOR.bytes))];
  const ends = Array.from({ length: below(MOST_CHUNKS) }, () => below(message.length + 1)).sort((a, b) => a - b);
  let from = 0;
  for (const end of [...ends, message.length]) {
    // Sometimes an invalid chunk: a string of indefinite length, or a number.
    if (is(8)) parts.push(is(50) ? Buffer.of(indefiniteHead(MAJOR.bytes), BREAK) : Buffer.of(0));
    parts.push(head(is(90) ? MAJOR.bytes : MAJOR.text, end - from, below(4)), Buffer.from(message.subarray(from, end)));
    from = end;
  }
  if (is(95)) parts.push(Buffer.of(BREAK));
  return Buffer.concat(parts);
}

/** Encodes a head whose argument takes at least `width` bytes: 0 (within the initial byte), 1, 2, 4 or 8. */
function head(major: number, argument: number, width: number): Buffer {
  const shortest = encodeHead(major, argument);
  const isWider = width > 0 && 2 ** (width - 1) >= shortest.length;
  return isWider ? encodeHead(major, argument, width - 1) : shortest;
}
