// Malformed bytes from a client, for which the connection is closed without a reply; and a reply that is too large.

export type WireErrorCode =
  /** A frame that is not tag 24 around a byte string. */
  | "not-a-frame"
  /** A frame over the limit `maxFrameBytes`. */
  | "frame-too-large"
  /** A message with more items than the limit `maxItems`. */
  | "too-many-items"
  /** CBOR that is not well-formed, or ends too early. */
  | "malformed-cbor"
  /**
   * A well-formed message that is not a request: not a map, without a method, or with an id that is no unsigned
   * integer.
   */
  | "not-a-request"
  /** A reply over the limit `maxReplyBytes`. */
  | "reply-too-large";

/** Thrown for these. The message is for the log; only reply-too-large is reported to the client. */
export class WireError extends Error {
  override readonly name = "WireError";
  readonly code: WireErrorCode;

  constructor(code: WireErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

export function tooManyItems(maxItems: number): WireError {
  return new WireError("too-many-items", `Cannot decode message: more items than maxItems ${maxItems}`);
}
