/** A file of the protocol that does not have the form it must have; the message starts with FILE:LINE. */
export class ProtocolError extends Error {
  override readonly name = "ProtocolError";
  constructor(file: string, line: number, message: string, options?: ErrorOptions) {
    super(`${file}${line > 0 ? `:${line}` : ""}: ${message}`, options);
  }
}
