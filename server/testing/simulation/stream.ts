// The daemon's end of a connection without a network: what it writes waits here until the simulation delivers it.
import { Buffer } from "node:buffer";
import type { ClientStream } from "../../connection.ts";

type Event = "data" | "drain" | "end" | "close" | "error";
const NO_BYTES = Buffer.alloc(0);

export class SimulatedStream implements ClientStream {
  /** Data written by the daemon and not yet delivered to the client. */
  readonly outgoing: Buffer[] = [];
  writableLength = 0;
  writableEnded = false;
  destroyed = false;
  #isPaused = false;
  readonly #listeners: Record<Event, (chunk: Buffer) => void> = {
    data: () => {},
    drain: () => {},
    end: () => {},
    close: () => {},
    error: () => {},
  };

  get writable(): boolean {
    return !this.writableEnded && !this.destroyed;
  }

  /** Whether the daemon currently reads from the connection. */
  get isReading(): boolean {
    return !this.#isPaused && !this.destroyed;
  }

  on(event: Event, listener: (chunk: Buffer) => void): void {
    this.#listeners[event] = listener;
  }

  write(bytes: Buffer | "", onSent?: () => void): void {
    if (bytes !== "") {
      this.outgoing.push(bytes);
      this.writableLength += bytes.length;
    }
    onSent?.();
  }

  end(onSent: () => void): void {
    this.writableEnded = true;
    onSent();
  }

  destroy(): void {
    this.destroyed = true;
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
  }

  /** Delivers bytes from the client to the daemon. */
  receive(chunk: Buffer): void {
    this.#listeners.data(chunk);
  }

  /** Removes and returns the oldest data written by the daemon; undefined if there is none. */
  deliver(): Buffer | undefined {
    const first = this.outgoing.shift();
    if (first === undefined) return undefined;
    this.writableLength -= first.length;
    if (this.writableLength === 0) this.#listeners.drain(NO_BYTES);
    return first;
  }

  /** Ends the connection: by a reset, or by the client closing it. */
  cut(isReset: boolean): void {
    this.#listeners[isReset ? "error" : "end"](NO_BYTES);
    this.#listeners.close(NO_BYTES);
    this.destroyed = true;
  }
}
