// A call that is answered with an error reply. The connection stays open.

export type RpcErrorCode = "no-such-method" | "wrong-number-of-parameters" | "bad-parameter" | "refused";

/** The message is protocol: clients see it as it is, one char a byte, and the goldens pin it. */
export class RpcError extends Error {
  override readonly name = "RpcError";
  readonly code: RpcErrorCode;

  constructor(code: RpcErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** What is wrong with the parts of a parameter, in one message. @param lines at least one */
export function decodingError(lines: readonly string[]): RpcError {
  const sorted = lines.toSorted().map((line) => `* ${line}`);
  return new RpcError("bad-parameter", `${lines.length} error(s) decoding:\n\n${sorted.join("\n")}`);
}
