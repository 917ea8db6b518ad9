// Sends the replies of one client in portions: as long as a client keeps up, the kernel copies everything it is given
// in one call, and a reply of hundreds of megabytes would block all other clients.
import type { Buffer } from "node:buffer";

/** Size of a portion. */
export const SENT_AT_ONCE = 2 ** 20;

/** The destination, e.g. a socket. */
export type Sink = { write(bytes: Buffer, onSent?: () => void): unknown };

export class Outbox {
  readonly #waiting: Buffer[] = [];
  #bytes = 0;

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** Unsent bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  /** @param skipped the number of leading bytes to leave out, since they have been sent already */
  add(parts: readonly Buffer[], skipped: number): void {
    let skip = skipped;
    for (const part of parts) {
      for (let at = Math.min(skip, part.length); at < part.length; at += SENT_AT_ONCE) {
        const some = at === 0 && part.length <= SENT_AT_ONCE ? part : part.subarray(at, at + SENT_AT_ONCE);
        this.#waiting.push(some);
        this.#bytes += some.length;
      }
      skip = Math.max(0, skip - part.length);
    }
  }

  /** @param onSent called when the portion was taken, if there is more to send */
  sendSome(sink: Sink, onSent: () => void): void {
    for (let left = SENT_AT_ONCE; left > 0; ) {
      const part = this.#waiting.shift();
      if (part === undefined) return;
      left -= part.length;
      this.#bytes -= part.length;
      if (left > 0 || this.isEmpty) sink.write(part);
      else sink.write(part, onSent);
    }
  }

  sendAll(sink: Sink): void {
    for (const part of this.#waiting.splice(0)) sink.write(part);
    this.#bytes = 0;
  }

  /** Drops all unsent bytes. */
  clear(): void {
    this.#waiting.length = 0;
    this.#bytes = 0;
  }
}
