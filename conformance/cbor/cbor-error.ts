type CborErrorCode = "truncated" | "reserved" | "stray-break" | "bad-chunk" | "odd-map" | "too-large";

/** Thrown for bytes that are not a well-formed CBOR item (RFC 8949 appendix C). */
export class CborError extends Error {
  override readonly name = "CborError";
  readonly code: CborErrorCode;
  /** Offset of the head that could not be read. */
  readonly at: number;
  readonly problem: string;
  constructor(code: CborErrorCode, at: number, problem: string) {
    super(`Cannot read CBOR at byte ${at}: ${problem}`);
    this.code = code;
    this.at = at;
    this.problem = problem;
  }
}
