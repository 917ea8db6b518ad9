// One client: bytes -> frames -> replies in the order of the requests, with backpressure. Uses a stream, not a socket.
import type { Buffer } from "node:buffer";
import { Hold } from "./domain/hold.ts";
import { type Memory, OutOfMemory } from "./domain/memory.ts";
import { LateInput } from "./late-input.ts";
import type { Limits } from "./limits.ts";
import { Outbox, SENT_AT_ONCE } from "./outbox.ts";
import type { Dispatcher } from "./rpc/dispatch.ts";
import type { ReplyWriters } from "./rpc/reply-writers.ts";
import type { Steps } from "./rpc/steps.ts";
import type { Turns, Worker } from "./turns.ts";
import { type Frame, FrameSplitter } from "./wire/frame-splitter.ts";
import { FRAME_START, type ReplyWriter } from "./wire/reply-writer.ts";
import { WireError } from "./wire/wire-error.ts";

/** The parts of a Duplex that a connection uses. */
export type ClientStream = {
  readonly writable: boolean;
  readonly writableLength: number;
  readonly writableEnded: boolean;
  readonly destroyed: boolean;
  on(event: "data", listener: (chunk: Buffer) => void): unknown;
  on(event: "drain" | "end" | "close" | "error", listener: () => void): unknown;
  write(bytes: Buffer | "", onSent?: () => void): unknown;
  end(onSent: () => void): unknown;
  destroy(): unknown;
  pause(): unknown;
  resume(): unknown;
};

export type ConnectionOptions = {
  dispatcher: Dispatcher;
  limits: Limits;
  turns: Pick<Turns, "take" | "later">;
  writers: ReplyWriters;
  memory: Memory;
  /** Called when more memory is in use than allowed. */
  onPressure: () => void;
  /** Called with the reason when a client sent a malformed message; the connection is then closed. */
  onRejected: (reason: string) => void;
  /** Called with the reason when the connection is closed for its memory use or for a time limit. */
  onClosed: (reason: string) => void;
};

/** Number of frames answered between two readings of the clock. */
const FRAMES_A_LOOK = 8;
/** Most bytes read ahead while a message is being worked on. */
const MOST_LATE_BYTES = 2 ** 20;
/** After a larger frame the clock is read. */
const LARGE_FRAME = 2048;

export class Connection implements Worker {
  readonly #stream: ClientStream;
  readonly #options: ConnectionOptions;
  readonly #splitter: FrameSplitter;
  /** The reply buffer; null while there is nothing to write. */
  #writer: ReplyWriter | null = null;
  /** Offset of the reply to the current message, and the generator for the rest of its work. */
  #replyStart: number | null = null;
  #steps: Steps | null = null;
  /** Whether the work may be cancelled at this point, if the client has disconnected. */
  #mayEnd = false;
  /** Chunks received while a message is being worked on. */
  readonly #late = new LateInput();
  /** Bytes at the start of the reply buffer that have been sent already. */
  #sent = 0;
  /** Replies to be sent when the stream has taken the previous ones. */
  readonly #outbox = new Outbox();
  /** Whether the current message waits for data that another connection has locked. */
  #waitsForHold = false;
  #waitsForDrain = false;
  #isPaused = false;
  /** The client has closed its sending side. */
  #inputEnded = false;
  /** No further message is answered. */
  #isClosing = false;
  #onSent: (() => void) | null = null;
  #held = 0;
  #frames = 0;
  #chunks = 0;

  /** @param stream is closed when the client closes its side or sends a malformed message */
  constructor(stream: ClientStream, options: ConnectionOptions) {
    this.#stream = stream;
    this.#options = options;
    this.#splitter = new FrameSplitter(options.limits.maxFrameBytes);
    stream.on("data", (chunk: Buffer) => this.#onData(chunk));
    stream.on("drain", () => this.#onDrain());
    stream.on("end", () => this.#onEnd());
    stream.on("close", () => this.#onClose());
    // Some clients disconnect with a reset; unsent replies are dropped.
    stream.on("error", () => stream.destroy());
  }

  /**
   * Finishes the current message and answers no further one; input is discarded.
   * @param onSent called when the stream has taken all replies
   */
  drain(onSent: () => void): void {
    this.#isClosing = true;
    this.#onSent = onSent;
    if (this.#steps === null) this.#tellWhenSent();
  }

  /** The number of messages received, and of chunks of the stream. */
  get frames(): number {
    return this.#frames;
  }

  get chunks(): number {
    return this.#chunks;
  }

  /** Whether part of a message has arrived. */
  get isInFrame(): boolean {
    return this.isIdle && this.#splitter.isInFrame;
  }

  /** Whether there is nothing to answer and nothing unsent. */
  get isIdle(): boolean {
    return this.#steps === null && !this.#isPaused && !this.#isClosing;
  }

  /** Bytes of incomplete messages and unsent replies. */
  get held(): number {
    return this.#held;
  }

  /** Closes the connection at once, for its memory use or a time limit. A half-made change is completed all the same. */
  close(reason: string): void {
    if (this.#stream.destroyed) return;
    this.#options.onClosed(reason);
    this.#stream.destroy();
    this.#onClose();
  }

  /**
   * Checks whether the client is still connected while its message takes long. First continues reading, to see the end
   * of the input. A client that has disconnected then looks the same as one that has closed only its sending side,
   * until something is sent to it: so the complete replies are sent, and one byte of the current reply. All frames
   * begin with the same two bytes. Two are needed, since the first is answered with a reset that only the second one
   * reports.
   */
  probe(): void {
    const writer = this.#writer;
    const start = this.#replyStart;
    const { writable, writableLength } = this.#stream;
    if (!this.#inputEnded) {
      if (this.#steps !== null && this.#late.bytes < MOST_LATE_BYTES) this.#stream.resume();
      return;
    }
    if (writer === null || start === null || !writable || writableLength > 0) return;
    if (this.#sent < start) this.#stream.write(writer.part(this.#sent, start));
    this.#sent = Math.max(this.#sent, start);
    const at = this.#sent - start;
    // Before the reply has begun, the message may still turn out to be malformed.
    if (writer.length === start || at === FRAME_START.length) return;
    this.#stream.write(FRAME_START.subarray(at, at + 1));
    this.#sent++;
  }

  work(until: number): boolean {
    try {
      const isMore = this.#answerFrames(until);
      this.#countHeld();
      return isMore;
    } catch (error) {
      // Whatever a client sent, an error must close only its own connection.
      this.#reject(error);
      return false;
    }
  }

  #onData(chunk: Buffer): void {
    if (this.#isClosing) return;
    this.#chunks++;
    if (this.#isPaused) this.#stream.pause();
    try {
      if (this.#steps === null) this.#splitter.push(chunk);
      else this.#late.keep(chunk);
    } catch (error) {
      // The current message must release its locks, as when the client disconnects.
      if (this.#steps === null) this.#reject(error);
      else this.close(describe(error));
      return;
    }
    if (this.#steps !== null) this.#countHeld();
    this.#options.turns.take(this);
    // The chunk belongs to the stream. A frame inside the chunk that is still being worked on was small and has been
    // read.
    this.#splitter.keep();
  }

  #onDrain(): void {
    this.#countHeld();
    if (!this.#waitsForDrain || !this.#outbox.isEmpty) return;
    this.#waitsForDrain = false;
    this.#options.turns.take(this);
  }

  #onEnd(): void {
    this.#inputEnded = true;
    this.#options.turns.take(this);
  }

  /** A half-made change is completed all the same. */
  #onClose(): void {
    this.#isClosing = true;
    this.#outbox.clear();
    if (this.#steps === null) this.#release();
    else if (this.#mayEnd) this.#giveUp(this.#steps);
    this.#countHeld();
  }

  /** Frees the received bytes. */
  #release(): void {
    this.#splitter.release();
    this.#late.clear();
  }

  /** Cancels the current message, and releases its locks and memory. */
  #giveUp(steps: Steps): void {
    this.#steps = null;
    this.#replyStart = null;
    steps.return();
    this.#release();
    this.#flush();
  }

  #countHeld(): void {
    const sending = this.#stream.destroyed ? 0 : this.#stream.writableLength + this.#outbox.bytes;
    const held = this.#splitter.capacity + this.#late.bytes + sending;
    if (held === this.#held) return;
    const { memory, onPressure } = this.#options;
    memory.passing += held - this.#held;
    this.#held = held;
    if (memory.isExceeded) onPressure();
  }

  /** @returns whether there is more to do now */
  #answerFrames(until: number): boolean {
    if (this.#waitsForHold) return false;
    if (this.#steps !== null && !this.#goOn(this.#steps, until)) return this.#pause();
    if (!this.#outbox.isEmpty) this.#sendSome();
    let look = FRAMES_A_LOOK;
    while (!this.#waitsForDrain && !this.#isClosing) {
      const frame = this.#splitter.next();
      if (frame === undefined) break;
      if (!this.#answer(frame, until)) return this.#pause();
      if (this.#replies.length >= this.#options.limits.maxBufferedBytes) this.#flush();
      if (--look > 0 && (frame === null || frame.length < LARGE_FRAME)) continue;
      look = FRAMES_A_LOOK;
      if (performance.now() > until && this.#splitter.isInFrame) {
        this.#flush();
        return this.#pause();
      }
    }
    this.#flush();
    if (this.#inputEnded && !this.#waitsForDrain && !this.#isClosing) this.#finish();
    else if (!this.#waitsForDrain) this.#resume();
    return false;
  }

  /** @returns whether the reply to this frame is complete */
  #answer(frame: Frame, until: number): boolean {
    const replies = this.#replies;
    this.#replyStart = replies.length;
    this.#frames++;
    const steps = this.#options.dispatcher.answer(frame, replies);
    if (steps !== null) return this.#goOn(steps, until);
    this.#replyStart = null;
    return true;
  }

  /** Continues with the current message. @returns whether its reply is complete */
  #goOn(steps: Steps, until: number): boolean {
    this.#steps = steps;
    do {
      const { done, value } = steps.next();
      if (done === true) {
        this.#steps = null;
        this.#replyStart = null;
        if (this.#stream.destroyed) this.#release();
        else this.#late.passTo(this.#splitter);
        if (this.#onSent !== null) this.#tellWhenSent();
        return true;
      }
      this.#mayEnd = value !== undefined;
      if (this.#mayEnd && this.#stream.destroyed) {
        this.#giveUp(steps);
        return true;
      }
      if (value instanceof Hold) {
        this.#waitFor(value);
        return false;
      }
    } while (performance.now() < until);
    return false;
  }

  #waitFor(hold: Hold): void {
    this.#waitsForHold = true;
    hold.whenReleased(() => {
      this.#waitsForHold = false;
      this.#options.turns.later(this);
    });
  }

  /** Stops reading, since enough input is waiting. @returns whether answering can continue now */
  #pause(): boolean {
    if (!this.#isPaused) this.#stream.pause();
    this.#isPaused = true;
    return !this.#waitsForHold && !this.#waitsForDrain;
  }

  #resume(): void {
    if (this.#isPaused) this.#stream.resume();
    this.#isPaused = false;
  }

  get #replies(): ReplyWriter {
    this.#writer ??= this.#options.writers.take();
    return this.#writer;
  }

  /** Starts sending what was written; stops reading if the client does not keep up. */
  #flush(): void {
    const writer = this.#writer;
    if (writer === null) return;
    this.#writer = null;
    const isShort = writer.length <= SENT_AT_ONCE && this.#outbox.isEmpty && this.#sent === 0;
    if (!this.#stream.writable) writer.clear();
    else if (isShort) this.#stream.write(writer.take());
    else this.#outbox.add(writer.takeParts(), this.#sent);
    this.#sent = 0;
    this.#options.writers.give(writer);
    if (isShort) this.#waitForDrain();
    else this.#sendSome();
  }

  /**
   * Continues when the previous bytes were sent, as a separate turn: otherwise a fast reader would occupy the thread.
   */
  #sendSome(): void {
    this.#outbox.sendSome(this.#stream, this.#onSentSome);
    this.#waitForDrain();
  }

  #waitForDrain(): void {
    if (this.#outbox.isEmpty && this.#stream.writableLength < this.#options.limits.maxBufferedBytes) return;
    this.#waitsForDrain = true;
    this.#pause();
  }

  readonly #onSentSome = (): void => {
    if (this.#outbox.isEmpty) return;
    this.#waitsForDrain = false;
    this.#options.turns.later(this);
  };

  #tellWhenSent(): void {
    this.#flush();
    this.#outbox.sendAll(this.#stream);
    if (this.#stream.writable) this.#stream.write("", () => this.#onSent?.());
  }

  /**
   * Closes the connection of a client that sent a malformed message. Earlier replies are still sent, no part of this
   * one.
   */
  #reject(error: unknown): void {
    this.#steps = null;
    if (this.#replyStart !== null) this.#writer?.rewind(this.#replyStart);
    this.#replyStart = null;
    this.#options.onRejected(
      error instanceof WireError || error instanceof OutOfMemory
        ? error.message
        : `fault of the daemon: ${describe(error)}`,
    );
    this.#finish();
    this.#splitter.release();
    this.#countHeld();
  }

  #finish(): void {
    this.#isClosing = true;
    this.#flush();
    this.#outbox.sendAll(this.#stream);
    if (this.#stream.writableEnded || this.#stream.destroyed) return;
    // Input is still read and discarded: closing with unread input would send a reset, and the client might lose
    // replies.
    this.#stream.resume();
    this.#stream.end(() => this.#stream.destroy());
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? String(error.stack) : String(error);
}
