// Builds request frames of any size directly from bytes, including some that no client library could build.

/** A CBOR head (major type and argument) in its shortest form. */
export function head(major: number, argument: number): Buffer {
  const type = major << 5;
  if (argument < 24) return Buffer.from([type | argument]);
  if (argument < 0x100) return Buffer.from([type | 24, argument]);
  const bytes = Buffer.from([type | (argument < 0x10000 ? 25 : 26), 0, 0, 0, 0]);
  if (argument >= 0x10000) bytes.writeUInt32BE(argument, 1);
  else bytes.writeUInt16BE(argument, 1);
  return argument < 0x10000 ? bytes.subarray(0, 3) : bytes;
}

/** A byte string, which is how Python 2 encodes every `str`. */
export function str(text: string): Buffer {
  return Buffer.concat([head(2, text.length), Buffer.from(text, "latin1")]);
}

export function list(...items: readonly Buffer[]): Buffer {
  return Buffer.concat([head(4, items.length), ...items]);
}

export function map(entries: Readonly<Record<string, Buffer>>): Buffer {
  const pairs = Object.entries(entries);
  return Buffer.concat([head(5, pairs.length), ...pairs.flatMap(([key, value]) => [str(key), value])]);
}

export function int(value: number): Buffer {
  return head(0, value);
}

/** A list or map of `count` items of `width` bytes each; `write` writes one of them into the bytes at offset `at`. */
export function many(
  major: 4 | 5,
  count: number,
  width: number,
  write: (bytes: Buffer, at: number, item: number) => void,
): Buffer {
  const start = head(major, count);
  const bytes = Buffer.alloc(start.length + count * width);
  start.copy(bytes);
  for (let item = 0; item < count; item++) write(bytes, start.length + item * width, item);
  return bytes;
}

/** A list of `count` items, each of them a byte string of eight digits between the given bytes before and after it. */
export function keys(count: number, before = "", after = ""): Buffer {
  const template = Buffer.concat([Buffer.from(before, "hex"), str("00000000"), Buffer.from(after, "hex")]);
  const digits = before.length / 2 + 1;
  return many(4, count, template.length, (bytes, at, item) => {
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

export function frame(message: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0xd8, 0x18]), head(2, message.length), message]);
}

export function call(method: string, ...params: readonly Buffer[]): Buffer {
  return frame(request(method, list(...params)));
}
