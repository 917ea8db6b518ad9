// One difference between an expected and a received reply.

export type DifferenceKind =
  /** A map entry or array element is absent. */
  | "missing"
  /** An unexpected map entry, array element or reply. */
  | "extra"
  /** Another CBOR type: an integer for a float, a tuple for an array, null for a map. */
  | "type"
  /** The same value in another encoding: a longer head, a narrower float, an indefinite length. */
  | "width"
  /** A byte string instead of a text string, or vice versa. */
  | "string-kind"
  | "value"
  /** The same entries or elements in another order. */
  | "order"
  /** Bytes after the message, or after the reply. */
  | "trailing-bytes"
  /** Bytes that are not a frame. */
  | "malformed"
  /** No reply within the time limit. */
  | "no-reply"
  /** The connection was closed though it should stay open. */
  | "closed"
  /** The connection stayed open though it should be closed. */
  | "not-closed";

export type Difference = {
  /** Number of the step in its golden, from 1. */
  readonly step: number;
  /** Number of the reply in its step, from 1; 0 for a difference of the connection. */
  readonly reply: number;
  /** Where in the reply, shortened as in cbor/path.ts; `frame` for the wrapping, `connection` for the connection. */
  readonly path: string;
  readonly kind: DifferenceKind;
  /** In notation. */
  readonly expected: string;
  readonly got: string;
  /** An explanation for people: `asked 1 s, got 901 s`. */
  readonly note?: string | undefined;
  /** Offset in the received frame, if known. */
  readonly offset: number | undefined;
};

/** How strictly replies are compared, in increasing order. */
export const COMPARE_LEVELS = ["python", "ordered", "bytes"] as const;
export type CompareLevel = (typeof COMPARE_LEVELS)[number];
