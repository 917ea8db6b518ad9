// Traffic as a list of turns: one request and what came back, of any number of connections, in the order of the requests.
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

/** Replies come in the order of the requests, so the nth frame of each side of a connection belong together. */
export function collectTurns(onTurn: (turn: Turn) => void = () => {}): TurnCollector {
  const all: Draft[] = [];
  return {
    turns: () => all,
    watch({ conn }) {
      const asked: Draft[] = [];
      const requests = createSplitter();
      const replies = createSplitter();
      return {
        sent(chunk, at) {
          for (const send of requests(chunk)) {
            const draft: Draft = { conn, send, reply: undefined, closed: false, sentAt: at, receivedAt: at };
            all.push(draft);
            asked.push(draft);
          }
        },
        received(chunk, at) {
          for (const reply of replies(chunk)) {
            const draft = asked.shift();
            if (draft === undefined) continue;
            draft.reply = reply;
            draft.receivedAt = at;
            onTurn(draft);
          }
        },
        ended(at, by) {
          for (const draft of asked.splice(0)) {
            draft.closed = by === "daemon";
            draft.receivedAt = at;
            onTurn(draft);
          }
        },
      };
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
