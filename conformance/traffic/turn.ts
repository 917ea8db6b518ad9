// Traffic as a list of turns, each a request with its reply, over all connections in the order of the requests.
import type { Watcher } from "./proxy.ts";
import { createSplitter } from "./splitter.ts";

/** One request, a whole frame, and its reply. Times are seconds since the epoch. */
export type Turn = {
  /** Number of the connection, from 1. */
  readonly conn: number;
  readonly send: Uint8Array;
  /** Undefined when none came before the connection ended. */
  readonly reply: Uint8Array | undefined;
  /** Whether the daemon closed the connection instead of a reply. */
  readonly closed: boolean;
  readonly sentAt: number;
  /** When the reply was whole, or the connection ended. */
  readonly receivedAt: number;
};

export type TurnCollector = {
  /** For startProxy(). */
  watch(client: { readonly conn: number }): Watcher;
  /** What was sent so far. A request that waits for its reply has none yet. */
  turns(): readonly Turn[];
};

type Draft = { -readonly [Key in keyof Turn]: Turn[Key] };

/** Keeps every turn. */
export function collectTurns(): TurnCollector {
  const all: Draft[] = [];
  const each: Each = { asked: (draft) => void all.push(draft), done: () => {} };
  return { turns: () => all, watch: ({ conn }) => watcherOf(conn, each) };
}

/** Tells of each turn when it is answered, or its connection ended without an answer; keeps none. */
export function turnsAsTheyCome(done: (turn: Turn) => void): TurnCollector["watch"] {
  const each: Each = { asked: () => {}, done };
  return ({ conn }) => watcherOf(conn, each);
}

type Each = { readonly asked: (draft: Draft) => void; readonly done: (draft: Draft) => void };

/** Replies come in the order of the requests, so the nth frame of each side of a connection belong together. */
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

/** The same turns with connections counted from 1 in the order of their first request. */
export function renumbered(turns: readonly Turn[]): Turn[] {
  const numbers = new Map<number, number>();
  return turns.map((turn) => {
    const conn = numbers.get(turn.conn) ?? numbers.size + 1;
    numbers.set(turn.conn, conn);
    return { ...turn, conn };
  });
}
