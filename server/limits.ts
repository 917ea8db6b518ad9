// Every limit of the daemon, by name.

export type Limits = {
  /** The largest message in bytes; a larger one closes its connection. */
  maxFrameBytes: number;
  /** Connections at once; a further one is closed at once. */
  maxConnections: number;
  /** Reply bytes a connection may have waiting before no more of its requests are read. */
  maxBufferedBytes: number;
  /** Milliseconds that close() gives connections to take their last replies. */
  drainMillis: number;
};

export const DEFAULT_LIMITS: Limits = {
  maxFrameBytes: 64 * 1024 * 1024,
  maxConnections: 10_000,
  maxBufferedBytes: 64 * 1024,
  drainMillis: 2_000,
};
