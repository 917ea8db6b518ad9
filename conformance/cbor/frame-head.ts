// The head of a frame in its usual form: tag 24 (encoded CBOR), then a byte string of definite length, which is the message.
import { elementAt } from "../element-at.ts";
import {
  encodeHead,
  headLength,
  indefiniteHead,
  MAJOR,
  majorOfByte,
  readHead,
  shortestHead,
  writeHead,
} from "./head.ts";

const ENCODED_CBOR = 24;
const TAG = encodeHead(MAJOR.tag, ENCODED_CBOR);
const [TAG_BYTE, TAG_NUMBER] = [elementAt(TAG, 0), elementAt(TAG, 1)];
const EMPTY_STRING = elementAt(encodeHead(MAJOR.bytes, 0), 0);
const CHUNKED_STRING = indefiniteHead(MAJOR.bytes);

/** Bytes of the head of a frame with a message of `length` bytes. */
export const frameHeadLength = (length: number): number => TAG.length + shortestHead(length);

/** Writes the head of a frame with a message of `length` bytes. @returns the offset of the message */
export function writeFrameHead(buffer: Buffer, at: number, length: number): number {
  buffer[at] = TAG_BYTE;
  buffer[at + 1] = TAG_NUMBER;
  return writeHead(buffer, at + TAG.length, MAJOR.bytes, length);
}

/** The head of a frame with a message of `length` bytes. */
export function encodeFrameHead(length: number): Buffer {
  const head = Buffer.alloc(frameHeadLength(length));
  writeFrameHead(head, 0, length);
  return head;
}

/**
 * Where the message of the frame at `at` starts, which may be after the end of the buffer; null if the bytes, as far as
 * they are there, do not start a frame in its usual form.
 */
export function messageStart(bytes: Uint8Array, at = 0): number | null {
  const string = bytes[at + 2] ?? EMPTY_STRING;
  if ((bytes[at] ?? TAG_BYTE) !== TAG_BYTE || (bytes[at + 1] ?? TAG_NUMBER) !== TAG_NUMBER) return null;
  if (majorOfByte(string) !== MAJOR.bytes) return null;
  const length = headLength(string);
  return length === undefined || string === CHUNKED_STRING ? null : at + TAG.length + length;
}

/** The end of the frame at `at`: Infinity while its head is incomplete; null if it is not a frame in its usual form. */
export function frameEnd(bytes: Uint8Array, at = 0): number | null {
  const start = messageStart(bytes, at);
  if (start === null) return null;
  const head = readHead(bytes, at + TAG.length);
  return head === undefined ? Number.POSITIVE_INFINITY : start + head.argument;
}
