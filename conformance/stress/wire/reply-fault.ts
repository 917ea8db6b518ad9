/** The reply does not belong to the call, or is malformed. */
export class ReplyFault extends Error {
  override readonly name = "ReplyFault";
  readonly code = "wrong-reply";
}
