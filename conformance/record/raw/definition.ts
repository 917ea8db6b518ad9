// The definition of a raw case: requests that no client sends. record.ts adds a daemon's replies, which makes a golden
// that can be recorded again.

export type RawCase = {
  /** The id of the golden. */
  readonly id: string;
  readonly title: string;
  readonly requires: readonly string[];
} & (
  | { readonly steps: readonly RawStep[] }
  /** Calls as lines, see golden/lines.ts; the golden is written so too. */
  | { readonly lines: readonly string[] }
);

export type RawStep = { readonly wait: number } | RawExchange;

export type RawExchange = {
  /** 1 unless said. */
  readonly conn?: number;
  readonly sends: readonly Uint8Array[];
  /** How many replies must come; one unless said, none with `closes`. */
  readonly replies?: number;
  readonly closes?: boolean;
  readonly hangup?: boolean;
  /** The one frame of `sends` is sent so often, ids counting up. */
  readonly times?: number;
};
