// The exception for an error reply. The connection stays open.

export type RpcErrorCode = "no-such-method" | "wrong-number-of-parameters" | "bad-parameter" | "refused";

/** The message is part of the protocol: it is sent as it is, one char a byte, and goldens check it. */
export class RpcError extends Error {
  override readonly name = "RpcError";
  readonly code: RpcErrorCode;

  constructor(code: RpcErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Combines the errors in parts of a parameter into one message. @param lines at least one */
export function decodingError(lines: readonly string[]): RpcError {
  const sorted = lines.toSorted().map((line) => `* ${line}`);
  return new RpcError("bad-parameter", `${lines.length} error(s) decoding:\n\n${sorted.join("\n")}`);
}
