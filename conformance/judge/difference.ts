// What the judge says: one difference between what a golden holds and what a daemon answered.

export type DifferenceKind =
  /** A map entry or array element that did not come. */
  | "missing"
  /** A map entry, array element or whole reply that nobody expected. */
  | "extra"
  /** Another CBOR kind: an integer for a float, a tuple for an array, null for a map. */
  | "type"
  /** The same value in another encoding: a longer head, a narrower float, an indefinite length. */
  | "width"
  /** A byte string for a text string or the other way round. */
  | "string-kind"
  | "value"
  /** The same entries or elements in another order. */
  | "order"
  /** Bytes after the message, or after the reply. */
  | "trailing-bytes"
  /** Bytes that are no frame. */
  | "malformed"
  /** Nothing came in time. */
  | "no-reply"
  /** The connection was closed though it should stay open. */
  | "closed"
  /** The connection stayed open though it should be closed. */
  | "not-closed";

export type Difference = {
  /** Number of the step in its golden, from 1. */
  readonly step: number;
  /** Number of the reply in its step, from 1; 0 when the connection is meant. */
  readonly reply: number;
  /** Where in the reply, shortened as in cbor/path.ts; `frame` for the wrapping, `connection`. */
  readonly path: string;
  readonly kind: DifferenceKind;
  /** In notation. */
  readonly expected: string;
  readonly got: string;
  /** The same in other words, for people: `asked 1 s, got 901 s`. */
  readonly note?: string | undefined;
  /** Offset in the frame that came, where it can be told. */
  readonly offset: number | undefined;
};

/** How strictly replies are compared, each stricter than the one before. */
export const COMPARE_LEVELS = ["python", "ordered", "bytes"] as const;
export type CompareLevel = (typeof COMPARE_LEVELS)[number];
