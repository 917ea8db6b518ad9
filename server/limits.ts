// Every limit of the daemon, by name.

export type Limits = {
  /** The largest message in bytes; a larger one closes its connection. */
  maxFrameBytes: number;
  /** CBOR items in one message; one with more closes its connection. Nesting, lists and maps cost memory by the item. */
  maxItems: number;
  /** The largest reply in bytes; in place of a larger one goes an error reply. */
  maxReplyBytes: number;
  /** Connections at once; a further one is closed at once. */
  maxConnections: number;
  /** Reply bytes a connection may have waiting before no more of its requests are read. */
  maxBufferedBytes: number;
  /** Milliseconds that close() gives connections to take their last replies. */
  drainMillis: number;
  /** Milliseconds that the last replies have to reach their clients before close() resets the connections. */
  lingerMillis: number;
};

export const DEFAULT_LIMITS: Limits = {
  maxFrameBytes: 64 * 1024 * 1024,
  maxItems: 8_000_000,
  maxReplyBytes: 256 * 1024 * 1024,
  maxConnections: 10_000,
  maxBufferedBytes: 64 * 1024,
  drainMillis: 2_000,
  lingerMillis: 100,
};
