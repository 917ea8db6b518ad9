// Builds request frames of any size directly from bytes, including some that no client library could build.
import { frameOf } from "../cbor/frame.ts";
import { encodeHead, MAJOR } from "../cbor/head.ts";

/** A byte string, which is how Python 2 encodes every `str`. */
export function str(text: string): Buffer {
  return Buffer.concat([encodeHead(MAJOR.bytes, text.length), Buffer.from(text, "latin1")]);
}

export function list(...items: readonly Buffer[]): Buffer {
  return Buffer.concat([encodeHead(MAJOR.array, items.length), ...items]);
}

export function map(entries: Readonly<Record<string, Buffer>>): Buffer {
  const pairs = Object.entries(entries);
  return Buffer.concat([encodeHead(MAJOR.map, pairs.length), ...pairs.flatMap(([key, value]) => [str(key), value])]);
}

export function int(value: number): Buffer {
  return encodeHead(MAJOR.unsigned, value);
}

/** A list or map of `count` items of `width` bytes each; `write` writes one of them into the bytes at offset `at`. */
export function many(
  major: typeof MAJOR.array | typeof MAJOR.map,
  count: number,
  width: number,
  write: (bytes: Buffer, at: number, item: number) => void,
): Buffer {
  const start = encodeHead(major, count);
  const bytes = Buffer.alloc(start.length + count * width);
  start.copy(bytes);
  for (let item = 0; item < count; item++) write(bytes, start.length + item * width, item);
  return bytes;
}

/** A list of `count` items, each of them a byte string of eight digits between the given bytes before and after it. */
export function keys(count: number, before = "", after = ""): Buffer {
  const template = Buffer.concat([Buffer.from(before, "hex"), str("00000000"), Buffer.from(after, "hex")]);
  const digits = before.length / 2 + 1;
  return many(MAJOR.array, count, template.length, (bytes, at, item) => {
    template.copy(bytes, at);
    bytes.write(keyOf(item), at + digits, "latin1");
  });
}

export function keyOf(item: number): string {
  return String(item).padStart(8, "0");
}

/** The map of a request. */
export function request(method: string, params: Buffer): Buffer {
  return map({ params, id: int(1), method: str(method) });
}

export function call(method: string, ...params: readonly Buffer[]): Buffer {
  return frameOf(request(method, list(...params)));
}
