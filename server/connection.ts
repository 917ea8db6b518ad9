// One client: bytes in, frames, replies out in the order of the requests, with backpressure. Knows streams, not sockets.
import { Buffer } from "node:buffer";
import { Hold } from "./domain/hold.ts";
import { type Memory, OutOfMemory } from "./domain/memory.ts";
import type { Limits } from "./limits.ts";
import { Outbox, SENT_AT_ONCE } from "./outbox.ts";
import type { Dispatcher } from "./rpc/dispatch.ts";
import type { ReplyWriters } from "./rpc/reply-writers.ts";
import type { Steps } from "./rpc/steps.ts";
import type { Turns, Worker } from "./turns.ts";
import { type Frame, FrameSplitter } from "./wire/frame-splitter.ts";
import { FRAME_START, type ReplyWriter } from "./wire/reply-writer.ts";
import { WireError } from "./wire/wire-error.ts";

/** What a connection needs of a stream; any Duplex has it. */
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
  /** Told where more is held than may be. */
  onPressure: () => void;
  /** Told why, where a client sent what is no request; the connection is closed then. */
  onRejected: (reason: string) => void;
  /** Told why, where it is closed for what it holds or for how long. */
  onClosed: (reason: string) => void;
};

/** Frames that are answered between two looks at the time. */
const FRAMES_A_LOOK = 8;
/** So much is read on behind a message that is long under way. */
const MOST_LATE_BYTES = 2 ** 20;
/** A frame of more bytes is followed by a look. */
const LARGE_FRAME = 2048;

export class Connection implements Worker {
  readonly #stream: ClientStream;
  readonly #options: ConnectionOptions;
  readonly #splitter: FrameSplitter;
  /** Where replies are written while there is something to do. */
  #writer: ReplyWriter | null = null;
  /** Where the reply to the message under way begins, and what is left to do of it. */
  #replyStart: number | null = null;
  #steps: Steps | null = null;
  /** Whether that may be given up here, where nobody wants the reply any more. */
  #mayEnd = false;
  /** What came in while a message was under way. */
  readonly #late: Buffer[] = [];
  #lateBytes = 0;
  /** How much of what is written has been sent already. */
  #sent = 0;
  /** Replies that are to be sent when the client has taken what was sent before. */
  readonly #outbox = new Outbox();
  /** Whether that waits for something that another connection holds. */
  #waitsForHold = false;
  #waitsForDrain = false;
  #isPaused = false;
  /** The client has sent all that it will. */
  #inputEnded = false;
  /** No further message is answered. */
  #isClosing = false;
  #onSent: (() => void) | null = null;
  #held = 0;
  #frames = 0;
  #chunks = 0;

  /** @param stream closed when the client ends its side, or sends what is no request */
  constructor(stream: ClientStream, options: ConnectionOptions) {
    this.#stream = stream;
    this.#options = options;
    this.#splitter = new FrameSplitter(options.limits.maxFrameBytes);
    stream.on("data", (chunk: Buffer) => this.#onData(chunk));
    stream.on("drain", () => this.#onDrain());
    stream.on("end", () => this.#onEnd());
    stream.on("close", () => this.#onClose());
    // A reset is how some clients leave; what they were owed is gone with them.
    stream.on("error", () => stream.destroy());
  }

  /**
   * Answers nothing more but the message under way; what still comes in is thrown away.
   * @param onSent told when the stream has taken every reply that is owed
   */
  drain(onSent: () => void): void {
    this.#isClosing = true;
    this.#onSent = onSent;
    if (this.#steps === null) this.#tellWhenSent();
  }

  /** How many messages and how many pieces of the stream have come. */
  get frames(): number {
    return this.#frames;
  }

  get chunks(): number {
    return this.#chunks;
  }

  /** Whether it waits for the rest of a message. */
  get isInFrame(): boolean {
    return this.isIdle && this.#splitter.isInFrame;
  }

  /** Whether it waits for the client: there is nothing to answer, and nothing that the client has not taken. */
  get isIdle(): boolean {
    return this.#steps === null && !this.#isPaused && !this.#isClosing;
  }

  /** Bytes of unfinished messages and of replies that nobody has taken. */
  get held(): number {
    return this.#held;
  }

  /** Closes it at once, for what it holds or for how long. A change that is half made is carried out to its end all the same. */
  close(reason: string): void {
    if (this.#stream.destroyed) return;
    this.#options.onClosed(reason);
    this.#stream.destroy();
    this.#onClose();
  }

  /**
   * Looks whether the client is still there, whose message is long under way. At first it reads on, to see the end of what comes.
   * A client that is gone looks the same then as one that has only sent all that it will, until it is sent something: so it gets the
   * replies that are complete, and of the one under way a byte. All frames begin with the same two bytes; it takes two, since the
   * first one is answered with a reset that the next one meets.
   */
  probe(): void {
    const writer = this.#writer;
    const start = this.#replyStart;
    const { writable, writableLength } = this.#stream;
    if (!this.#inputEnded) {
      if (this.#steps !== null && this.#lateBytes < MOST_LATE_BYTES) this.#stream.resume();
      return;
    }
    if (writer === null || start === null || !writable || writableLength > 0) return;
    if (this.#sent < start) this.#stream.write(writer.part(this.#sent, start));
    this.#sent = Math.max(this.#sent, start);
    const at = this.#sent - start;
    // Before its reply has begun a message may yet turn out to be none.
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
      // Whatever a client sent, it ends no more than its own connection.
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
      else this.#keepForLater(chunk);
    } catch (error) {
      // What a message under way holds must be released, as when the client is gone.
      if (this.#steps === null) this.#reject(error);
      else this.close(describe(error));
      return;
    }
    this.#options.turns.take(this);
    // The chunk is the stream's. A frame that is under way still and lies within one was small, and has been read.
    this.#splitter.keep();
  }

  /** The frame under way must stay as it is. */
  #keepForLater(chunk: Buffer): void {
    this.#late.push(Buffer.from(chunk));
    this.#lateBytes += chunk.length;
    this.#countHeld();
  }

  #takeWhatCameLate(): void {
    for (const chunk of this.#late.splice(0)) this.#splitter.push(chunk);
    this.#lateBytes = 0;
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

  /** A change that is half made is carried out to its end all the same. */
  #onClose(): void {
    this.#isClosing = true;
    this.#outbox.clear();
    if (this.#steps === null) this.#release();
    else if (this.#mayEnd) this.#giveUp(this.#steps);
    this.#countHeld();
  }

  /** Lets go of what has come. */
  #release(): void {
    this.#splitter.release();
    this.#late.length = 0;
    this.#lateBytes = 0;
  }

  /** Lets go of the message under way, and of everything that it needs. */
  #giveUp(steps: Steps): void {
    this.#steps = null;
    this.#replyStart = null;
    steps.return();
    this.#release();
    this.#flush();
  }

  #countHeld(): void {
    const sending = this.#stream.destroyed ? 0 : this.#stream.writableLength + this.#outbox.bytes;
    const held = this.#splitter.capacity + this.#lateBytes + sending;
    if (held === this.#held) return;
    const { memory, onPressure } = this.#options;
    memory.passing += held - this.#held;
    this.#held = held;
    if (memory.isExceeded) onPressure();
  }

  /** @returns whether there is more to do at once */
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

  /** Goes on with the message under way. @returns whether its reply is complete */
  #goOn(steps: Steps, until: number): boolean {
    this.#steps = steps;
    do {
      const { done, value } = steps.next();
      if (done === true) {
        this.#steps = null;
        this.#replyStart = null;
        if (this.#stream.destroyed) this.#release();
        else this.#takeWhatCameLate();
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

  /** Stops reading, since there is enough to do. @returns whether that can go on at once */
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

  /** Sends what was written, or begins to; stops reading where the client does not keep up. */
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

  /** Goes on when that is on its way: in a turn, since one who reads fast would have it all meanwhile. */
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

  /** Closes a connection whose client sent what is no request; of its reply nothing stays behind those before it. */
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
    // What still comes in is thrown away, so that closing is not taken for a reset by a client that has data under way.
    this.#stream.resume();
    this.#stream.end(() => this.#stream.destroy());
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? String(error.stack) : String(error);
}
