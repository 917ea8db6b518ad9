// Every limit of the daemon, by name.
import { defaultMaxMemory } from "./machine-memory.ts";

export type Limits = {
  /** The largest message in bytes; a larger one closes its connection. */
  maxFrameBytes: number;
  /** CBOR items in one message; one with more closes its connection. Nesting, lists and maps cost memory by the item. */
  maxItems: number;
  /** The largest reply in bytes; a larger one is replaced by an error reply. */
  maxReplyBytes: number;
  /** Bytes that clients can make the daemon use: stored data, incomplete messages, unsent replies. */
  maxMemory: number;
  /** Most connections at the same time; further ones are closed at once. */
  maxConnections: number;
  /** Most connections from one remote address, so that a single host cannot use up all. */
  maxConnectionsPerAddress: number;
  /** Unsent reply bytes of a connection at which its requests are no longer read. */
  maxBufferedBytes: number;
  /** Milliseconds within which a message must arrive completely; otherwise its connection is closed. */
  frameMillis: number;
  /** Milliseconds without input after which a connection is closed; 0: never. */
  idleMillis: number;
  /** Milliseconds that close() waits for connections to take their last replies. */
  drainMillis: number;
  /** Milliseconds that close() then waits for these to reach the clients before it resets the connections. */
  lingerMillis: number;
};

/** The share of all connections that one address may have. */
const SHARE_OF_AN_ADDRESS = 0.75;

/** Fills in DEFAULT_LIMITS; the default limit for one address is a share of the given maximum of connections. */
export function limitsWith(given: Partial<Limits> = {}): Limits {
  const limits = { ...DEFAULT_LIMITS, ...given };
  const share = Math.ceil(limits.maxConnections * SHARE_OF_AN_ADDRESS);
  return { ...limits, maxConnectionsPerAddress: given.maxConnectionsPerAddress ?? share };
}

export const DEFAULT_LIMITS: Limits = {
  maxFrameBytes: 64 * 1024 * 1024,
  maxItems: 8_000_000,
  maxReplyBytes: 256 * 1024 * 1024,
  maxMemory: defaultMaxMemory(),
  maxConnections: 10_000,
  maxConnectionsPerAddress: 7_500,
  maxBufferedBytes: 64 * 1024,
  frameMillis: 60_000,
  idleMillis: 0,
  drainMillis: 2_000,
  lingerMillis: 100,
};
