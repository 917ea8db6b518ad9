// A pool of reply writers for connections that are writing, so that an idle connection needs none.
import type { Memory } from "../domain/memory.ts";
import { ReplyWriter } from "../wire/reply-writer.ts";

/** Writers beyond this number are not returned to the pool. */
const KEPT = 4;

export class ReplyWriters {
  readonly #maxReplyBytes: number;
  readonly #memory: Memory;
  readonly #idle: ReplyWriter[] = [];

  /** @param maxReplyBytes the largest reply */
  constructor(maxReplyBytes: number, memory: Memory) {
    this.#maxReplyBytes = maxReplyBytes;
    this.#memory = memory;
  }

  take(): ReplyWriter {
    return this.#idle.pop() ?? new ReplyWriter(this.#maxReplyBytes, (more) => this.#memory.pass(more));
  }

  /** Returns a writer to the pool; its contents are discarded. */
  give(writer: ReplyWriter): void {
    writer.clear();
    if (this.#idle.length < KEPT) this.#idle.push(writer);
  }
}
