// What can be wrong with the bytes of a client. Every one of these closes the connection without a reply.

export type WireErrorCode =
  /** A frame that is not tag 24 around a byte string. */
  | "not-a-frame"
  /** A frame over the limit `maxFrameBytes`. */
  | "frame-too-large"
  /** CBOR that is not well-formed, or ends too early. */
  | "malformed-cbor"
  /** A well-formed message that is no request: no map, no method, an id that is no unsigned integer. */
  | "not-a-request";

/** Bytes that no reply can answer. The message is for the log, never for the client. */
export class WireError extends Error {
  override readonly name = "WireError";
  readonly code: WireErrorCode;

  constructor(code: WireErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
