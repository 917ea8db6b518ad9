// The notation of frames in a golden: `get_work('w', {})` for a request with the encoding of the stock client, the
// result for a reply with the usual encoding. Anything encoded differently is written out completely, so that no
// unusual byte is hidden.

import { type Frame, splitFrames, tryOpenFrame } from "../cbor/frame.ts";
import { shortestHead } from "../cbor/head.ts";
import type { Entry, Item } from "../cbor/item.ts";
import { notate } from "../cbor/notation.ts";

/** Every request in the sent bytes, in notation; an incomplete item at the end as h'..'. */
export function describeRequests(sent: Uint8Array): string[] {
  const { frames, rest } = splitFrames(sent);
  const calls = frames.map((frame) => describeRequest(frame));
  return rest.length === 0 ? calls : [...calls, raw(rest)];
}

/** `method(params)` for the encoding of requestFrame(), otherwise the notation of the whole frame. */
function describeRequest(bytes: Uint8Array): string {
  const frame = openWhole(bytes);
  if (frame === undefined) return raw(bytes);
  const fields = plainFields(frame, ["params", "id", "method"]);
  if (fields === undefined || frame.inner === undefined) return describeFrame(frame);
  const { params, id, method } = fields;
  const name = method.kind === "bytes" ? Buffer.from(method.value).toString("latin1") : "";
  const plain = isPlain(params, "array") && isId(id) && isPlain(method, "bytes") && /^[a-z_]+$/.test(name);
  if (!plain || params.kind !== "array") return describeFrame(frame);
  const inner = frame.inner;
  return `${name}(${params.items.map((item) => notate(item, inner)).join(", ")})`;
}

/**
 * The result's notation for the usual encoding, `error {..}` for an error reply, otherwise the notation of the whole
 * frame.
 */
export function describeReply(bytes: Uint8Array): string {
  const frame = openWhole(bytes);
  if (frame === undefined) return raw(bytes);
  const { inner } = frame;
  const result = plainFields(frame, ["id", "result"]);
  const error = plainFields(frame, ["id", "error"]);
  if (inner !== undefined && result !== undefined && isId(result.id)) return notate(result.result, inner);
  if (inner !== undefined && error !== undefined && isId(error.id)) return `error ${notate(error.error, inner)}`;
  return describeFrame(frame);
}

/** The notation of the whole frame; the content of its byte string as <<..>> if it is well-formed CBOR. */
function describeFrame(frame: Frame): string {
  const { bytes, outer, inner, message } = frame;
  if (inner === undefined || message === undefined || message.end !== inner.length) return notate(outer, bytes);
  const whole = notate(outer, bytes);
  const plain = outer.kind === "tag" && outer.head === 2 && isPlain(outer.content, "bytes");
  return plain ? `24(<<${notate(message, inner)}>>)` : `${whole} / <<${notate(message, inner)}>> /`;
}

/**
 * The values of a message that has exactly these byte-string keys in this order, and shortest heads; otherwise
 * undefined.
 */
function plainFields<Name extends string>(frame: Frame, names: readonly Name[]): Record<Name, Item> | undefined {
  const { outer, inner, message } = frame;
  if (inner === undefined || message?.kind !== "map" || message.end !== inner.length) return undefined;
  if (outer.kind !== "tag" || outer.head !== 2 || !isPlain(outer.content, "bytes")) return undefined;
  if (message.indefinite || message.head !== 1 || message.entries.length !== names.length) return undefined;
  const matches = names.every((name, i) => isKey(message.entries[i], name));
  if (!matches) return undefined;
  return Object.fromEntries(names.map((name, i) => [name, message.entries[i]?.value])) as Record<Name, Item>;
}

function isKey(entry: Entry | undefined, name: string): boolean {
  const key = entry?.key;
  return key?.kind === "bytes" && isPlain(key, "bytes") && Buffer.from(key.value).toString("latin1") === name;
}

const isId = (item: Item) => item.kind === "int" && item.value >= 0n && isPlain(item, "int");

/** Whether it has a definite length and the shortest head. */
function isPlain(item: Item, kind: Item["kind"]): boolean {
  if (item.kind !== kind) return false;
  switch (item.kind) {
    case "int":
      return item.head === shortestHead(item.value < 0n ? -1n - item.value : item.value);
    case "bytes":
    case "text":
      return item.chunks === undefined && item.head === shortestHead(item.value.length);
    case "array":
      return !item.indefinite && item.head === shortestHead(item.items.length);
    case "map":
      return !item.indefinite && item.head === shortestHead(item.entries.length);
    default:
      return true;
  }
}

/** Parses bytes that are exactly one frame; otherwise undefined. */
function openWhole(bytes: Uint8Array): Frame | undefined {
  const frame = tryOpenFrame(bytes);
  return frame?.outer.end === bytes.length ? frame : undefined;
}

const raw = (bytes: Uint8Array) => `h'${Buffer.from(bytes).toString("hex")}'`;
