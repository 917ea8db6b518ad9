// Writers for as many connections as have something to say at a time. An idle connection has none.
import type { Memory } from "../domain/memory.ts";
import { ReplyWriter } from "../wire/reply-writer.ts";

/** More are made where more are wanted, and not kept. */
const KEPT = 4;

export class ReplyWriters {
  readonly #maxReplyBytes: number;
  readonly #memory: Memory;
  readonly #idle: ReplyWriter[] = [];

  /** @param maxReplyBytes what one of them may hold */
  constructor(maxReplyBytes: number, memory: Memory) {
    this.#maxReplyBytes = maxReplyBytes;
    this.#memory = memory;
  }

  take(): ReplyWriter {
    return this.#idle.pop() ?? new ReplyWriter(this.#maxReplyBytes, (more) => this.#memory.pass(more));
  }

  /** What was written and not taken is lost. */
  give(writer: ReplyWriter): void {
    writer.clear();
    if (this.#idle.length < KEPT) this.#idle.push(writer);
  }
}
