// Frames as they are on the wire: tag 24 around a byte string around one message. Splits received bytes into top-level
// items and parses one of any shape; whether the shape is correct is decided by the judge.
import { assemble } from "./assemble.ts";
import { CborError } from "./cbor-error.ts";
import { encodeFrameHead, frameEnd } from "./frame-head.ts";
import { type Item, parseItem } from "./item.ts";

/** One frame, parsed as far as possible. Offsets of `outer` refer to `bytes`, those of `message` to `inner`. */
export type Frame = {
  readonly bytes: Uint8Array;
  readonly outer: Item;
  /** The content of tag 24's byte string; undefined when the frame has another shape. */
  readonly inner: Uint8Array | undefined;
  /** The CBOR item that `inner` starts with; undefined if it is not well-formed. */
  readonly message: Item | undefined;
};

/** Wraps one message in a frame of the usual form, with the shortest head. */
export function frameOf(message: Uint8Array): Buffer {
  return Buffer.concat([encodeFrameHead(message.length), message]);
}

/** The frame of a call as the stock Python 2 client makes it: keys as bytes, in the order params, id, method. */
export function requestFrame(id: number, method: string, params: string): Buffer {
  return frameOf(assemble(`{'params': [${params}], 'id': ${id}, 'method': '${method}'}`));
}

/** The frame of a call in one text, the method's name, a space and the parameters; its id is 1. */
export function callFrame(call: string): Buffer {
  const space = call.indexOf(" ");
  return requestFrame(1, call.slice(0, space), call.slice(space + 1));
}

/** Parses a frame. @throws CborError when `bytes` does not start with a complete item */
export function openFrame(bytes: Uint8Array): Frame {
  const outer = parseItem(bytes);
  const inner =
    outer.kind === "tag" && outer.tag === 24n && outer.content.kind === "bytes" ? outer.content.value : undefined;
  return { bytes, outer, inner, message: inner === undefined ? undefined : tryParse(inner) };
}

/** Like openFrame(), but returns undefined when the bytes do not start with a complete item. */
export function tryOpenFrame(bytes: Uint8Array): Frame | undefined {
  try {
    return openFrame(bytes);
  } catch (error) {
    if (error instanceof CborError) return undefined;
    throw error;
  }
}

/** A copy of a frame in which items of its message, given in byte order, are replaced by other bytes. */
export function replaceItems(frame: Uint8Array, changes: readonly { item: Item; by: Uint8Array }[]): Uint8Array {
  const inner = changes.length === 0 ? undefined : openFrame(frame).inner;
  if (inner === undefined) return frame;
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const { item, by } of changes) {
    parts.push(inner.subarray(at, item.at), by);
    at = item.end;
  }
  return frameOf(Buffer.concat([...parts, inner.subarray(at)]));
}

function tryParse(bytes: Uint8Array): Item | undefined {
  try {
    return parseItem(bytes);
  } catch {
    return undefined;
  }
}

/**
 * The complete items at the start of a stream; `rest` is an incomplete item, or, if `malformed`, bytes that cannot
 * become one.
 */
export type Split = { frames: Uint8Array[]; rest: Uint8Array; malformed: boolean };

/** Splits the bytes received so far; prepend `rest` to the bytes that arrive next. */
export function splitFrames(received: Uint8Array): Split {
  const frames: Uint8Array[] = [];
  let at = 0;
  while (at < received.length) {
    try {
      const end = itemEnd(received, at);
      frames.push(received.subarray(at, end));
      at = end;
    } catch (error) {
      if (!(error instanceof CborError)) throw error;
      return { frames, rest: received.subarray(at), malformed: error.code !== "truncated" };
    }
  }
  return { frames, rest: received.subarray(at), malformed: false };
}

/** The offset of the end of an item. The usual frame is measured by its head alone; anything else is parsed. */
function itemEnd(bytes: Uint8Array, at: number): number {
  const end = frameEnd(bytes, at) ?? parseItem(bytes, at).end;
  if (end > bytes.length) throw new CborError("truncated", at, "the frame goes on");
  return end;
}
