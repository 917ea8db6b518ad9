// Checks replies. The first reply of each form is decoded and checked whatever its encoding (a pair may be an array or
// a tuple, text a byte string); later ones are compared with it byte for byte, except for the id.

import { messageStart } from "../cbor/frame-head.ts";
import { visible } from "../cbor/visible.ts";
import { clipped } from "../clipped.ts";
import { decodeReply } from "./codec.ts";
import { uint32At } from "./request.ts";

/** A reply shows that the daemon did not do what was asked, so its measurements would be meaningless. */
export class ReplyError extends Error {
  override readonly name = "ReplyError";
  readonly code = "wrong-reply";
}

/** Checks replies that may differ only in their id. */
export class ReplyCheck {
  readonly #method: string;
  readonly #isRight: (result: unknown) => boolean;
  #known: Buffer | null = null;
  #idAt = -1;

  constructor(method: string, isRight: (result: unknown) => boolean) {
    this.#method = method;
    this.#isRight = isRight;
  }

  /** @throws ReplyError */
  check(frame: Buffer, id: number): void {
    if (this.#known !== null) {
      this.#known.writeUInt32BE(id, this.#idAt);
      if (this.#known.equals(frame)) return;
    }
    const result = resultOf(frame, id, this.#method);
    if (!this.#isRight(result)) throw new ReplyError(`${this.#method}: unexpected reply ${shown(result)}`);
    this.#idAt = uint32At(frame, id);
    this.#known = this.#idAt === -1 ? null : Buffer.from(frame);
  }
}

/** Checks that a result is `[true, null]`, the success reply of methods that return nothing else. */
export function isDone(result: unknown): boolean {
  return Array.isArray(result) && result.length === 2 && result[0] === true && result[1] === null;
}

/**
 * The decoded result of a complete reply frame.
 * @throws ReplyError for an error reply, a wrong id, or bytes that are not a reply
 */
export function resultOf(frame: Buffer, id: number, method: string): unknown {
  const reply = decoded(frame);
  if (typeof reply !== "object" || reply === null || !("id" in reply)) {
    throw new ReplyError(`${method}: no reply but ${hex(frame)}`);
  }
  if (reply.id !== id) throw new ReplyError(`${method}: reply to call ${shown(reply.id)}, not to call ${id}`);
  if ("error" in reply) throw new ReplyError(`${method}: error reply ${shown(reply.error)}`);
  return "result" in reply ? reply.result : undefined;
}

function decoded(frame: Buffer): unknown {
  try {
    return decodeReply(messageOf(frame));
  } catch {
    return undefined;
  }
}

/** The message bytes in a complete frame. */
export function messageOf(frame: Buffer): Buffer {
  const start = messageStart(frame);
  if (start === null) throw new RangeError("what is no frame holds nothing");
  return frame.subarray(start);
}

export function shown(value: unknown): string {
  return clipped(visible(JSON.stringify(value) ?? String(value)), 300);
}

export function hex(frame: Buffer): string {
  return `${frame.subarray(0, 64).toString("hex")}${frame.length > 64 ? `... (${frame.length} bytes)` : ""}`;
}
