// Replies on their way to one client, so much of them at a time: as long as a client keeps up, the system copies all that it is given
// in one go, and a reply of hundreds of megabytes would keep everybody else waiting.
import type { Buffer } from "node:buffer";

/** Bytes that are sent at a time. */
export const SENT_AT_ONCE = 2 ** 20;

/** Where they go, e.g. a socket. */
export type Sink = { write(bytes: Buffer, onSent?: () => void): unknown };

export class Outbox {
  readonly #waiting: Buffer[] = [];
  #bytes = 0;

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** Bytes that are to be sent yet. */
  get bytes(): number {
    return this.#bytes;
  }

  /** @param skipped so many bytes of them are left out, since they have been sent already */
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

  /** @param onSent told when this is on its way, where there is more to send */
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

  /** Lets go of what is to be sent yet. */
  clear(): void {
    this.#waiting.length = 0;
    this.#bytes = 0;
  }
}
