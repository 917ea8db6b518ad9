// The client of the secondary daemon: sends each call on the corresponding connection, one after the other. The daemon
// may be slow, close connections, stop, and come back; only the queue of calls waits for it.

import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { createWire, patience, type Wire } from "../client/wire.ts";

export type Secondary = {
  /**
   * The reply to one call, or why there is none: the connection was closed, it took too long, or the daemon is gone. If
   * it is gone, waits for it before the next call.
   */
  ask(conn: number, request: Uint8Array): Promise<SecondaryAnswer>;
  /** How often it was gone and came back. */
  returns(): number;
  close(): void;
};

type SecondaryAnswer =
  | { readonly kind: "reply"; readonly reply: Uint8Array; readonly sentAt: number }
  | { readonly kind: "closed" | "late" | "gone"; readonly sentAt: number };

export type SecondaryOptions = {
  readonly connect: () => Promise<Duplex>;
  /** Time limit for one reply. */
  readonly milliseconds: number;
  /** Aborted to stop waiting for it. */
  readonly signal: AbortSignal;
};

const RETRY_MILLISECONDS = 200;

export function createSecondary({ connect, milliseconds, signal }: SecondaryOptions): Secondary {
  const wires = new Map<number, Wire>();
  let returns = 0;
  let away = false;

  const drop = (conn: number) => {
    wires.get(conn)?.destroy();
    wires.delete(conn);
  };

  /** Tries to connect until it succeeds. @throws the signal's reason when it is aborted */
  async function wireFor(conn: number): Promise<Wire> {
    const open = wires.get(conn);
    if (open !== undefined) return open;
    for (;;) {
      signal.throwIfAborted();
      const stream = await connect().catch(() => undefined);
      if (stream !== undefined) {
        if (away) returns += 1;
        away = false;
        const wire = createWire(stream);
        wires.set(conn, wire);
        return wire;
      }
      away = true;
      await sleep(RETRY_MILLISECONDS, undefined, { signal });
    }
  }

  /** Whether the daemon accepts other connections, and has only closed this one. */
  async function answers(): Promise<boolean> {
    const stream = await connect().catch(() => undefined);
    stream?.destroy();
    away ||= stream === undefined;
    return stream !== undefined;
  }

  return {
    async ask(conn, request) {
      const wire = await wireFor(conn);
      const sentAt = Date.now() / 1000;
      await wire.send([request], milliseconds);
      await wire.until({ count: 1, close: false }, patience(milliseconds));
      const { frames, closed, malformed } = wire.take();
      const [reply] = frames;
      // A late reply, or one after malformed bytes, would be taken for the reply to another call.
      if (reply === undefined || closed || malformed || frames.length > 1) drop(conn);
      if (reply !== undefined) return { kind: "reply", reply, sentAt };
      if (!closed) return { kind: "late", sentAt };
      return { kind: (await answers()) ? "closed" : "gone", sentAt };
    },
    returns: () => returns,
    close() {
      for (const conn of [...wires.keys()]) drop(conn);
    },
  };
}
