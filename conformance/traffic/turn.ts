// Traffic as a list of turns, each a request with its reply, over all connections in the order of the requests.
import type { Watcher } from "./proxy.ts";
import { createSplitter } from "./splitter.ts";

/** One request, a complete frame, and its reply. Times are seconds since the epoch. */
export type Turn = {
  /** Number of the connection, counted from 1. */
  readonly conn: number;
  readonly send: Uint8Array;
  /** Undefined until the reply is complete, and if the connection ended without one. */
  readonly reply: Uint8Array | undefined;
  /** Whether the daemon closed the connection instead of replying. */
  readonly closed: boolean;
  readonly sentAt: number;
  /** When the reply was complete, or the connection ended; equal to sentAt until then. */
  readonly receivedAt: number;
};

export type TurnCollector = {
  /** The `watch` option of startProxy(). */
  watch(client: { readonly conn: number }): Watcher;
  /** All requests so far in sending order, including those not yet answered. */
  turns(): readonly Turn[];
};

type Draft = { -readonly [Key in keyof Turn]: Turn[Key] };

/** Collects all turns in memory. */
export function collectTurns(): TurnCollector {
  const all: Draft[] = [];
  const each: Each = { asked: (draft) => void all.push(draft), done: () => {} };
  return { turns: () => all, watch: ({ conn }) => watcherOf(conn, each) };
}

/** Calls `done` for each turn when it is answered or its connection ends; keeps no turn in memory afterwards. */
export function turnsAsTheyCome(done: (turn: Turn) => void): TurnCollector["watch"] {
  const each: Each = { asked: () => {}, done };
  return ({ conn }) => watcherOf(conn, each);
}

type Each = { readonly asked: (draft: Draft) => void; readonly done: (draft: Draft) => void };

/** Replies come in the order of the requests, so the nth request and the nth reply of a connection belong together. */
function watcherOf(conn: number, each: Each): Watcher {
  const waiting: Draft[] = [];
  const requests = createSplitter();
  const replies = createSplitter();
  return {
    sent(chunk, at) {
      for (const send of requests(chunk)) {
        const draft: Draft = { conn, send, reply: undefined, closed: false, sentAt: at, receivedAt: at };
        waiting.push(draft);
        each.asked(draft);
      }
    },
    received(chunk, at) {
      for (const reply of replies(chunk)) {
        const draft = waiting.shift();
        if (draft === undefined) continue;
        draft.reply = reply;
        draft.receivedAt = at;
        each.done(draft);
      }
    },
    ended(at, by) {
      for (const draft of waiting.splice(0)) {
        draft.closed = by === "daemon";
        draft.receivedAt = at;
        each.done(draft);
      }
    },
  };
}

/** The same turns with connections renumbered from 1 in the order of their first request. */
export function renumbered(turns: readonly Turn[]): Turn[] {
  const numbers = new Map<number, number>();
  return turns.map((turn) => {
    const conn = numbers.get(turn.conn) ?? numbers.size + 1;
    numbers.set(turn.conn, conn);
    return { ...turn, conn };
  });
}
