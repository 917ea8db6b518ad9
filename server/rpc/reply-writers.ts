// Writers for as many connections as have something to say at a time. An idle connection has none.
import { ReplyWriter } from "../wire/reply-writer.ts";

/** More are made where more are wanted, and not kept. */
const KEPT = 4;

export class ReplyWriters {
  readonly #maxReplyBytes: number;
  readonly #idle: ReplyWriter[] = [];

  /** @param maxReplyBytes what one of them may hold */
  constructor(maxReplyBytes: number) {
    this.#maxReplyBytes = maxReplyBytes;
  }

  take(): ReplyWriter {
    return this.#idle.pop() ?? new ReplyWriter(this.#maxReplyBytes);
  }

  /** What was written and not taken is lost. */
  give(writer: ReplyWriter): void {
    writer.clear();
    if (this.#idle.length < KEPT) this.#idle.push(writer);
  }
}
