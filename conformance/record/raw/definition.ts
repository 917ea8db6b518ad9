// The definition of a raw case: its requests, without replies. record.ts plays them to a daemon and adds the replies,
// so that the golden can be recorded again at any time.

export type RawCase = {
  /** Id of the golden. */
  readonly id: string;
  readonly title: string;
  readonly requires: readonly string[];
} & (
  | { readonly steps: readonly RawStep[] }
  /** Calls as a script, see golden/lines.ts; the golden has this form too. */
  | { readonly lines: readonly string[] }
);

export type RawStep = { readonly wait: number } | RawExchange;

export type RawExchange = {
  /** Number of the connection; default 1. */
  readonly conn?: number;
  readonly sends: readonly Uint8Array[];
  /** Number of replies that must come; default 1, with `closes` 0. */
  readonly replies?: number;
  readonly closes?: boolean;
  readonly hangup?: boolean;
  /** Sends the single frame of `sends` this many times, with increasing ids. */
  readonly times?: number;
};
