// Every limit of the daemon, by name.
import { defaultMaxMemory } from "./machine-memory.ts";

export type Limits = {
  /** The largest message in bytes; a larger one closes its connection. */
  maxFrameBytes: number;
  /** CBOR items in one message; one with more closes its connection. Nesting, lists and maps cost memory by the item. */
  maxItems: number;
  /** The largest reply in bytes; in place of a larger one goes an error reply. */
  maxReplyBytes: number;
  /** Bytes of what clients make the daemon hold: what is stored, messages that are not complete, replies that nobody takes. */
  maxMemory: number;
  /** Connections at once; a further one is closed at once. */
  maxConnections: number;
  /** Connections at once from one remote address. Clients elsewhere get in though one host opens all that it can. */
  maxConnectionsPerAddress: number;
  /** Reply bytes a connection may have waiting before no more of its requests are read. */
  maxBufferedBytes: number;
  /** Milliseconds that a message may take from its first byte to its last; after that its connection is closed. */
  frameMillis: number;
  /** Milliseconds after which a connection is closed over which nothing comes; 0: never. */
  idleMillis: number;
  /** Milliseconds that close() gives connections to take their last replies. */
  drainMillis: number;
  /** Milliseconds that the last replies have to reach their clients before close() resets the connections. */
  lingerMillis: number;
};

/** The share of all connections that one address may have. */
const SHARE_OF_AN_ADDRESS = 0.75;

/** What is not given is as in DEFAULT_LIMITS; an address may have its share of as many connections as there may be. */
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
