/** A reply that is none to this call, or has a shape that nobody can make sense of. */
export class ReplyFault extends Error {
  override readonly name = "ReplyFault";
  readonly code = "wrong-reply";
}
