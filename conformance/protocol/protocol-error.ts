/** Thrown for a malformed file of the protocol; the message starts with FILE:LINE. */
export class ProtocolError extends Error {
  override readonly name = "ProtocolError";
  constructor(file: string, line: number, message: string, options?: ErrorOptions) {
    super(`${file}${line > 0 ? `:${line}` : ""}: ${message}`, options);
  }
}
