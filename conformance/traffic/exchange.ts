// Pairs requests with replies in the two byte streams of a connection. Pure: takes chunks of any size, yields exchanges.
import type { Watcher } from "./proxy.ts";
import { createSplitter } from "./splitter.ts";

/** One request and its reply, each one complete frame. Times are seconds since the epoch. */
export type Exchange = {
  readonly send: Uint8Array;
  readonly reply: Uint8Array;
  readonly sentAt: number;
  readonly receivedAt: number;
};

export type Pairing = {
  /** Feeds bytes sent by the client, or received from the daemon; `at` is in seconds since the epoch. */
  sent(chunk: Uint8Array, at: number): void;
  received(chunk: Uint8Array, at: number): void;
  /** Removes and returns the oldest complete exchange; undefined if there is none. */
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
  /** The `watch` option of startProxy(). */
  watch(client: { readonly port: number }): Watcher;
  /** Removes and returns the oldest exchange of the connection from this client port, by which clients identify a call. */
  take(port: number): Exchange | undefined;
};

export function exchangesByPort(): ExchangesByPort {
  const pairings = new Map<number, Pairing>();
  return {
    watch({ port }) {
      const pairing = createPairing();
      // A reused port means a new connection; exchanges of the old one that were never taken are discarded.
      pairings.set(port, pairing);
      return pairing;
    },
    take: (port) => pairings.get(port)?.take(),
  };
}
