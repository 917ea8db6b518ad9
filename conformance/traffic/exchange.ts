// Pairs requests and replies in the two byte streams of one connection. Pure: chunks of any size in, exchanges out.
import type { Watcher } from "./proxy.ts";
import { createSplitter } from "./splitter.ts";

/** One request and its reply, whole frames. Times are seconds since the epoch. */
export type Exchange = {
  readonly send: Uint8Array;
  readonly reply: Uint8Array;
  readonly sentAt: number;
  readonly receivedAt: number;
};

export type Pairing = {
  /** Bytes that came from the client, or from the daemon, at a time. */
  sent(chunk: Uint8Array, at: number): void;
  received(chunk: Uint8Array, at: number): void;
  /** The oldest exchange that nobody has taken. */
  take(): Exchange | undefined;
};

/** Replies come in the order of the requests, so the nth frame of each side belong together. */
export function createPairing(): Pairing {
  const asked: { send: Uint8Array; at: number }[] = [];
  const done: Exchange[] = [];
  const requests = createSplitter();
  const replies = createSplitter();
  return {
    sent(chunk, at) {
      for (const send of requests(chunk)) asked.push({ send, at });
    },
    received(chunk, at) {
      for (const reply of replies(chunk)) {
        const request = asked.shift();
        if (request !== undefined) done.push({ send: request.send, reply, sentAt: request.at, receivedAt: at });
      }
    },
    take: () => done.shift(),
  };
}

export type ExchangesByPort = {
  /** For startProxy(). */
  watch(client: { readonly port: number }): Watcher;
  /** The oldest exchange of the connection from this port that nobody has taken: the port is what a client tells of a call. */
  take(port: number): Exchange | undefined;
};

export function exchangesByPort(): ExchangesByPort {
  const pairings = new Map<number, Pairing>();
  return {
    watch({ port }) {
      const pairing = createPairing();
      // A port that comes again belongs to a new connection; what the old one left was nobody's call.
      pairings.set(port, pairing);
      return pairing;
    },
    take: (port) => pairings.get(port)?.take(),
  };
}
