// One client: bytes in, frames, replies out in the order of the requests, with backpressure. Knows streams, not sockets.
import type { Buffer } from "node:buffer";
import type { Duplex } from "node:stream";
import type { Limits } from "./limits.ts";
import type { Dispatcher } from "./rpc/dispatch.ts";
import { type Frame, FrameSplitter } from "./wire/frame-splitter.ts";
import { ReplyWriter } from "./wire/reply-writer.ts";
import { WireError } from "./wire/wire-error.ts";

export class Connection {
  readonly #stream: Duplex;
  readonly #dispatcher: Dispatcher;
  readonly #limits: Limits;
  readonly #onRejected: (reason: string) => void;
  readonly #splitter: FrameSplitter;
  readonly #replies: ReplyWriter;
  #ended = false;
  #waitsForDrain = false;

  /**
   * @param stream closed when the client ends its side, or sends what is no request
   * @param onRejected told why, in the latter case
   */
  constructor(stream: Duplex, dispatcher: Dispatcher, limits: Limits, onRejected: (reason: string) => void) {
    this.#stream = stream;
    this.#dispatcher = dispatcher;
    this.#limits = limits;
    this.#onRejected = onRejected;
    this.#splitter = new FrameSplitter(limits.maxFrameBytes);
    this.#replies = new ReplyWriter(limits.maxReplyBytes);
    stream.on("data", (chunk: Buffer) => this.#onData(chunk));
    stream.on("drain", () => this.#onDrain());
    stream.on("end", () => this.#onEnd());
    // A reset is how some clients leave; what they were owed is gone with them.
    stream.on("error", () => stream.destroy());
  }

  /**
   * Answers nothing more; what still comes in is thrown away.
   * @param onSent told when the stream has taken every reply that is owed
   */
  drain(onSent: () => void): void {
    this.#ended = true;
    if (this.#stream.writable) this.#stream.write("", () => onSent());
  }

  #onData(chunk: Buffer): void {
    if (this.#ended) return;
    this.#guarded(() => {
      this.#splitter.push(chunk);
      this.#answerFrames();
    });
  }

  #onDrain(): void {
    if (!this.#waitsForDrain) return;
    this.#waitsForDrain = false;
    this.#stream.resume();
    this.#guarded(() => this.#answerFrames());
  }

  #onEnd(): void {
    this.#ended = true;
    if (!this.#waitsForDrain) this.#finish();
  }

  /** Whatever a client sent, it ends no more than its own connection: also where there is no memory for it. */
  #guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#onRejected(error instanceof WireError ? error.message : `fault of the daemon: ${describe(error)}`);
      this.#finish();
    }
  }

  #answerFrames(): void {
    while (!this.#waitsForDrain) {
      const frame = this.#splitter.next();
      if (frame === undefined) break;
      this.#answer(frame);
      if (this.#replies.length >= this.#limits.maxBufferedBytes) this.#flush();
    }
    this.#flush();
    if (this.#ended && !this.#waitsForDrain) this.#finish();
  }

  /** One reply; where there is none, nothing of it stays behind the replies before it. */
  #answer(frame: Frame): void {
    const before = this.#replies.mark();
    try {
      this.#dispatcher.answer(frame, this.#replies);
    } catch (error) {
      this.#replies.rewind(before);
      throw error;
    }
  }

  /** Sends what was written; stops reading where the client does not keep up. */
  #flush(): void {
    if (this.#replies.length === 0 || !this.#stream.writable) return;
    this.#stream.write(this.#replies.take());
    if (this.#stream.writableLength < this.#limits.maxBufferedBytes) return;
    this.#waitsForDrain = true;
    this.#stream.pause();
  }

  #finish(): void {
    this.#ended = true;
    this.#flush();
    if (this.#stream.writableEnded || this.#stream.destroyed) return;
    // What still comes in is thrown away, so that closing is not taken for a reset by a client that has data under way.
    this.#stream.resume();
    this.#stream.end(() => this.#stream.destroy());
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? String(error.stack) : String(error);
}
