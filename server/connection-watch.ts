// Closes connections that take too long to send a message or, optionally, are idle too long between messages. During
// long work for a client, checks whether the client is still connected.
import type { Connection } from "./connection.ts";
import type { Limits } from "./limits.ts";

const LOOK_MILLIS = 1000;

/** What a connection was doing at the last check, and since when. */
type Seen = { frames: number; isInFrame: boolean; chunks: number; frameSince: number; chunkSince: number };

export class ConnectionWatch {
  readonly #connections: ReadonlyMap<unknown, Connection>;
  readonly #limits: Pick<Limits, "frameMillis" | "idleMillis">;
  readonly #now: () => number;
  readonly #seen = new WeakMap<Connection, Seen>();
  #timer: NodeJS.Timeout | null = null;

  /** @param now milliseconds of a monotonic clock */
  constructor(
    connections: ReadonlyMap<unknown, Connection>,
    limits: Pick<Limits, "frameMillis" | "idleMillis">,
    now: () => number,
  ) {
    this.#connections = connections;
    this.#limits = limits;
    this.#now = now;
  }

  start(): void {
    this.#timer ??= setInterval(() => this.look(), LOOK_MILLIS).unref();
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  /** Checks every connection once. */
  look(): void {
    const now = this.#now();
    for (const connection of this.#connections.values()) this.#lookAt(connection, now);
  }

  #lookAt(connection: Connection, now: number): void {
    const { frames, chunks, isInFrame } = connection;
    const before = this.#seen.get(connection);
    const isSameFrame = before?.isInFrame === true && isInFrame && before.frames === frames;
    const frameSince = isSameFrame ? before.frameSince : now;
    const chunkSince = before?.chunks === chunks ? before.chunkSince : now;
    this.#seen.set(connection, { frames, chunks, isInFrame, frameSince, chunkSince });
    // Still working on the same message as at the last check.
    if (before?.frames === frames) connection.probe();
    const { frameMillis, idleMillis } = this.#limits;
    if (isInFrame && now - frameSince >= frameMillis) {
      connection.close(`a message took longer than ${frameMillis / 1000} s to arrive`);
    } else if (idleMillis > 0 && connection.isIdle && now - chunkSince >= idleMillis) {
      connection.close(`nothing came for ${idleMillis / 1000} s`);
    }
  }
}
