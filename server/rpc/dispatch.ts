// From a message to its reply: the envelope, the table of methods, error replies. A malformed message throws WireError;
// anything else gets a reply.

import { Buffer } from "node:buffer";
import { Held } from "../domain/hold.ts";
import { OutOfMemory } from "../domain/memory.ts";
import { byteAt } from "../wire/byte-at.ts";
import { Cursor, MAJOR } from "../wire/cursor.ts";
import type { Frame } from "../wire/frame-splitter.ts";
import { indexOf, movedIndex } from "../wire/message-index.ts";
import type { ReplyWriter } from "../wire/reply-writer.ts";
import { WireError } from "../wire/wire-error.ts";
import type { Decoders } from "./decoders.ts";
import type { Daemon, Method } from "./method.ts";
import { exportedName } from "./method-name.ts";
import { daemonMethods } from "./methods/daemon.ts";
import { lockMethods } from "./methods/locks.ts";
import { specMethods } from "./methods/specs.ts";
import { unitMethods } from "./methods/units.ts";
import { workMethods } from "./methods/work.ts";
import { workerMethods } from "./methods/workers.ts";
import { prepared } from "./prepared.ts";
import { RpcError } from "./rpc-error.ts";
import { ENDABLE, endable, type Steps, untilFree } from "./steps.ts";

const METHODS: Record<string, Method> = {
  ...specMethods,
  ...unitMethods,
  ...workMethods,
  ...workerMethods,
  ...lockMethods,
  ...daemonMethods,
};
type Named = { name: string; method: Method };

const NAMED: readonly Named[] = Object.entries(METHODS).map(([name, method]) => ({ name, method }));
const BY_WIRE_NAME = new Map(NAMED.map((each) => [each.name, each]));
/** Longer names are truncated for lookup; no method's name has such a spelling. */
const MAX_METHOD_NAME = 1_000;
const BY_EXPORTED_NAME = new Map(NAMED.map((each) => [exportedName(each.name), each]));

/** An answered call, for the log. */
export type Answered = {
  /** A binary string, as it was sent. */
  method: string;
  /** The usual name of the method that was called; null if there is none. */
  known: string | null;
  id: bigint;
  /** The message of an error reply. */
  error: string | null;
};

type Request = { idStart: number; idEnd: number; method: string; paramsAt: number };

/** A message of at most this many bytes is decoded in one piece. */
const SMALL_MESSAGE = 65_536;
/** Requests of a batch read in one piece. */
const REQUESTS_A_PIECE = 1000;

export class Dispatcher {
  readonly #daemon: Daemon;
  readonly #decoders: Decoders;
  readonly #onAnswered: ((answered: Answered) => void) | null;
  readonly #onFault: (fault: unknown) => void;

  /**
   * @param onAnswered called for every call; null is cheaper
   * @param onFault called with an unexpected exception of a method; the client gets an error reply
   */
  constructor(
    daemon: Daemon,
    decoders: Decoders,
    onAnswered: ((answered: Answered) => void) | null,
    onFault: (fault: unknown) => void,
  ) {
    this.#daemon = daemon;
    this.#decoders = decoders;
    this.#onAnswered = onAnswered;
    this.#onFault = onFault;
  }

  /**
   * Answers one message with one frame.
   * @returns null if that is done; else the remaining work, during which the frame must not be changed
   * @throws WireError malformed-cbor, too-many-items, not-a-request, also from the remaining work: then nothing was
   * changed
   */
  answer(frame: Frame, reply: ReplyWriter): Steps | null {
    if (frame === null) {
      // A bare null decodes to an empty request.
      reply.beginFrame();
      reply.map(2);
      reply.bytes("id");
      reply.int(0);
      writeError(reply, "no such method ");
      reply.endFrame();
      return null;
    }
    if (frame.length > SMALL_MESSAGE) return this.#largeMessage(frame, reply);
    const decoder = this.#decoders.take();
    const message = new Cursor(decoder.normalise(frame, 0, frame.length));
    message.isSuspect = decoder.isSuspect;
    message.isStringKeyed = decoder.isStringKeyed;
    message.names = this.#decoders.names;
    const steps = this.#message(message, reply);
    if (steps === null) this.#decoders.give(decoder);
    return steps;
  }

  /**
   * Decodes a large message in pieces. Counts the memory of decoding; the connection counts that of the frame.
   * @throws OutOfMemory
   */
  *#largeMessage(frame: Buffer, reply: ReplyWriter): Steps {
    const { memory } = this.#daemon.queue;
    const decoder = this.#decoders.take();
    let counted = 0;
    const count = (bytes: number) => {
      memory.pass(bytes - counted);
      counted = bytes;
    };
    try {
      count(frame.length);
      const pieces = decoder.pieces(frame, 0, frame.length);
      let piece = pieces.next();
      for (; piece.done !== true; piece = pieces.next()) {
        count(decoder.capacity);
        yield ENDABLE;
      }
      count(decoder.capacity);
      const message = new Cursor(piece.value, 0, yield* endable(indexOf(piece.value)));
      message.isSuspect = decoder.isSuspect;
      message.isStringKeyed = decoder.isStringKeyed;
      message.names = this.#decoders.names;
      const steps = this.#message(message, reply);
      if (steps !== null) yield* steps;
    } finally {
      decoder.release();
      this.#decoders.give(decoder);
      count(0);
    }
  }

  #message(message: Cursor, reply: ReplyWriter): Steps | null {
    if (message.peekMajor() === MAJOR.array) return this.#batch(message, reply);
    const request = readRequest(message);
    reply.beginFrame();
    const steps = this.#call(message, request, reply);
    if (steps !== null) return thenEndFrame(steps, reply);
    reply.endFrame();
    return null;
  }

  /**
   * A list of requests, which may be nested. All are read before any is executed. May be cancelled between two of them.
   */
  *#batch(message: Cursor, reply: ReplyWriter): Steps {
    const parts: (Request | number)[] = [];
    for (let left = 1; left > 0; left--) {
      if (message.peekMajor() === MAJOR.array) {
        const length = message.enter();
        parts.push(length);
        left += length;
      } else {
        parts.push(readRequest(message));
      }
      if (parts.length % REQUESTS_A_PIECE === 0) yield ENDABLE;
    }
    reply.beginFrame();
    for (const part of parts) {
      if (typeof part === "number") {
        reply.array(part);
      } else {
        const steps = this.#call(message, part, reply);
        if (steps !== null) yield* steps;
        yield ENDABLE;
      }
    }
    reply.endFrame();
  }

  #call(message: Cursor, request: Request, reply: ReplyWriter): Steps | null {
    const { idStart, idEnd, method } = request;
    reply.map(2);
    reply.bytes("id");
    reply.copy(message.bytes, idStart, idEnd);
    const named = BY_WIRE_NAME.get(method) ?? byExportedName(method);
    const call: Call = { message, request, named, reply, afterId: reply.mark() };
    try {
      const steps = this.#carryOut(call);
      if (steps !== null) return this.#inPieces(call, steps);
      this.#answered(call, null);
    } catch (thrown) {
      if (thrown instanceof Held) return this.#inPieces(call, thrown);
      this.#answered(call, this.#errorOf(call, thrown));
    }
    return null;
  }

  #carryOut({ message, request, named, reply }: Call): Steps | null {
    if (typeof named === "string") throw new RpcError("no-such-method", `no such method ${named}`);
    reply.bytes("result");
    const params = paramsOf(message, request.paramsAt, named.method);
    if (params.bytes.length > SMALL_MESSAGE) {
      return prepared(params, named.method, this.#daemon.queue.memory, (read) =>
        named.method.call(this.#daemon, read, reply),
      );
    }
    return named.method.call(this.#daemon, params, reply);
  }

  /** Executes the remaining work of a method, or repeats a call that threw Held, and therefore changed nothing. */
  *#inPieces(call: Call, next: Steps | Held): Steps {
    for (let left: Steps | Held | null = next; ; ) {
      try {
        if (left instanceof Held) left = yield* this.#onceMore(call, left);
        if (left !== null) yield* left;
        this.#answered(call, null);
        return;
      } catch (thrown) {
        if (!(thrown instanceof Held)) {
          this.#answered(call, this.#errorOf(call, thrown));
          return;
        }
        left = thrown;
      }
    }
  }

  *#onceMore(call: Call, held: Held): Steps<Steps | null> {
    yield* untilFree(held);
    call.reply.rewind(call.afterId);
    return this.#carryOut(call);
  }

  /** Writes an error reply for an exception; returns its message. */
  #errorOf({ reply, afterId }: Call, thrown: unknown): string {
    const isExpected =
      thrown instanceof RpcError ||
      thrown instanceof OutOfMemory ||
      (thrown instanceof WireError && thrown.code === "reply-too-large");
    const error = isExpected ? thrown.message : "internal error";
    if (!isExpected) this.#onFault(thrown);
    reply.rewind(afterId);
    writeError(reply, error);
    return error;
  }

  #answered({ message, request, named }: Call, error: string | null): void {
    if (this.#onAnswered === null) return;
    const id = new Cursor(message.bytes, request.idStart).readBigInt();
    this.#onAnswered({ method: request.method, known: typeof named === "string" ? null : named.name, id, error });
  }
}

/** A call being executed: of a method, or of an unknown exported name. `afterId` is the reply's offset after its id. */
type Call = { message: Cursor; request: Request; named: Named | string; reply: ReplyWriter; afterId: number };

/** The method that has this exported name, or the name if there is none. */
function byExportedName(method: string): Named | string {
  const name = exportedName(method.slice(0, MAX_METHOD_NAME));
  return BY_EXPORTED_NAME.get(name) ?? name;
}

function* thenEndFrame(steps: Steps, reply: ReplyWriter): Steps {
  yield* steps;
  reply.endFrame();
}

/** Reads one request. @throws WireError not-a-request */
function readRequest(message: Cursor): Request {
  if (message.peekMajor() !== MAJOR.map) throw notARequest("no map");
  let idStart = -1;
  let idEnd = -1;
  let method: string | null = null;
  let paramsAt = -1;
  for (let left = message.enter(); left > 0; left--) {
    if (!message.isString && !message.isNull) throw notARequest("a key that is no string");
    const key = message.isNull ? readNullKey(message) : message.readName();
    const valueAt = message.at;
    if (key === "method" && message.isString) {
      method = message.readName();
      continue;
    }
    message.skip();
    if (key === "id") {
      idStart = valueAt;
      idEnd = message.at;
    } else if (key === "params") {
      paramsAt = valueAt;
    } else if (key === "method") {
      throw notARequest("a method that is no string");
    }
  }
  if (idStart < 0 || byteAt(message.bytes, idStart) >> 5 !== MAJOR.uint) throw notARequest("no unsigned integer as id");
  if (method === null) throw notARequest("no method");
  const paramsMajor = paramsAt < 0 ? -1 : byteAt(message.bytes, paramsAt) >> 5;
  if (paramsMajor !== MAJOR.array && paramsMajor !== MAJOR.map) throw notARequest("no list or map as params");
  return { idStart, idEnd, method, paramsAt };
}

/** A null key counts as "", which is ignored like any unknown key. */
function readNullKey(message: Cursor): string {
  message.skip();
  return "";
}

/**
 * Positions the message's own cursor at the first parameter; nothing else reads it any more.
 * @throws RpcError wrong-number-of-parameters
 */
function paramsOf(params: Cursor, paramsAt: number, method: Method): Cursor {
  params.at = paramsAt;
  if (params.peekMajor() === MAJOR.map) return keywordParams(params, method);
  if (params.enter() !== method.params.length) throw wrongNumber();
  return params;
}

/** Sorts keyword parameters into the method's order. */
function keywordParams(params: Cursor, method: Method): Cursor {
  const given = new Map<string, Buffer>();
  for (let left = params.enter(); left > 0; left--) {
    const key = params.peekMajor() === MAJOR.text ? params.readName() : null;
    // There may be millions: stop at the first one too many.
    if (key === null || !method.params.some((declared) => declared.replace("?", "") === key)) throw wrongNumber();
    const start = params.at;
    params.skip();
    given.set(key, params.bytes.subarray(start, params.at));
  }
  const ordered = method.params.map((declared) => {
    const value = given.get(declared.replace("?", "")) ?? (declared.endsWith("?") ? Buffer.from([0xf6]) : undefined);
    if (value === undefined) throw wrongNumber();
    return value;
  });
  return new Cursor(Buffer.concat(ordered), 0, movedIndex(params.index, params.bytes, ordered)).inMessageOf(params);
}

/** The error entry of a reply. */
function writeError(reply: ReplyWriter, message: string): void {
  reply.bytes("error");
  reply.map(1);
  reply.text("message");
  reply.string(message);
}

function wrongNumber(): RpcError {
  return new RpcError("wrong-number-of-parameters", "wrong number of parameters");
}

function notARequest(what: string): WireError {
  return new WireError("not-a-request", `Cannot read request: ${what}`);
}
