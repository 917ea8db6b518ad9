// CBOR for the benchmark: requests as the real Python 2 client encodes them, and decoding of replies. Used once for
// each form of request and reply; timed calls only patch and compare bytes (request.ts, reply.ts).
import { decodeMessage, encodeFrame, Tag } from "./plain-cbor.ts";

/** Values that a Python 2 client can send; strings are encoded as byte strings, as Python 2 encodes its `str`. */
export type Sent = number | string | null | readonly Sent[] | Tuple | { readonly [key: string]: Sent };

/** A Python tuple: tag 128 around an array. */
export class Tuple {
  readonly items: readonly Sent[];
  constructor(items: readonly Sent[]) {
    this.items = items;
  }
}

/** A request frame: tag 24, a byte string, and in it the request map with its entries in the Python client's order. */
export function encodeRequest(method: string, id: number, params: readonly Sent[]): Buffer {
  return encodeFrame(toCbor({ params, id, method }));
}

function toCbor(value: Sent): unknown {
  if (typeof value === "string") return Buffer.from(value);
  if (typeof value === "number" || value === null) return value;
  if (value instanceof Tuple) return new Tag(value.items.map(toCbor), 128);
  if (isList(value)) return value.map(toCbor);
  return new Map(Object.entries(value).map(([key, each]) => [Buffer.from(key), toCbor(each)]));
}

/**
 * Decodes a reply's message, ignoring distinctions that a Python 2 client does not see: byte strings become strings, tuples
 * arrays, and maps objects with string keys.
 * @throws Error (of cbor-x) for bytes that are no CBOR
 */
export function decodeReply(inner: Uint8Array): unknown {
  return asPython(decodeMessage(inner));
}

function asPython(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("latin1");
  if (value instanceof Tag) return value.tag === 128 ? asPython(value.value) : value;
  if (Array.isArray(value)) return value.map(asPython);
  if (value instanceof Map) {
    return Object.fromEntries([...value].map(([key, each]) => [String(asPython(key)), asPython(each)]));
  }
  return value;
}

function isList(value: object): value is readonly Sent[] {
  return Array.isArray(value);
}
