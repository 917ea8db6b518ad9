// What can be wrong with the bytes of a client, which closes the connection without a reply; and a reply that cannot be.

export type WireErrorCode =
  /** A frame that is not tag 24 around a byte string. */
  | "not-a-frame"
  /** A frame over the limit `maxFrameBytes`. */
  | "frame-too-large"
  /** A message over the limit `maxItems`. */
  | "too-many-items"
  /** CBOR that is not well-formed, or ends too early. */
  | "malformed-cbor"
  /** A well-formed message that is no request: no map, no method, an id that is no unsigned integer. */
  | "not-a-request"
  /** A reply over the limit `maxReplyBytes`. */
  | "reply-too-large";

/** Bytes that no reply can answer. The message is for the log; of these only a reply that is too large is told to the client. */
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
