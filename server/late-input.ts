// What a client sends while a message of its is being worked on: copied, since the message's bytes must not be
// overwritten, and read when that is done.
import type { FrameSplitter } from "./wire/frame-splitter.ts";

export class LateInput {
  readonly #chunks: Buffer[] = [];
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  /** @param chunk belongs to the stream */
  keep(chunk: Buffer): void {
    this.#chunks.push(Buffer.from(chunk));
    this.#bytes += chunk.length;
  }

  /** Has everything read, in the order in which it came. */
  passTo(splitter: FrameSplitter): void {
    this.#bytes = 0;
    for (const chunk of this.#chunks.splice(0)) splitter.push(chunk);
  }

  clear(): void {
    this.#chunks.length = 0;
    this.#bytes = 0;
  }
}
