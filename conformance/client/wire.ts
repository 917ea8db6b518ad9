// One connection to a daemon, as playing a golden needs it: write segments, wait for a number of frames, detect that
// the peer closed. Works on any Duplex; dial() opens a TCP connection.
import type { Duplex } from "node:stream";
import { createSplitter } from "../cbor/splitter.ts";
import { type Address, formatAddress } from "./address.ts";
import { openSocket } from "./socket.ts";

/** The frames received since the last take(). */
type Received = {
  frames: Uint8Array[];
  rest: Uint8Array;
  closed: boolean;
  malformed: boolean;
  /** Why reading was stopped: far more data came than was requested. */
  flooded: string | undefined;
};

/** Time limits for receiving replies. */
export type Patience = {
  /** Milliseconds until the next complete frame: a slow daemon is waited for as long as it keeps replying. */
  readonly silence: number;
  /** Milliseconds for all replies together. */
  readonly total: number;
};

/** This limit for each reply, and ten times as long for all replies to one request. */
export function patience(milliseconds: number): Patience {
  return { silence: milliseconds, total: 10 * milliseconds };
}

/** How long what is sent may take, in milliseconds: once more as long for each 4 MiB of it, since a daemon reads them before it answers. */
export function limitFor(segments: readonly Uint8Array[], milliseconds: number): number {
  const bytes = segments.reduce((sum, { length }) => sum + length, 0);
  return milliseconds * (1 + bytes / 2 ** 22);
}

export type Wire = {
  /**
   * Writes each segment separately. Gives up after this many milliseconds if the peer does not read. Never throws: a
   * closed connection is reported as `closed` when receiving.
   */
  send(segments: readonly Uint8Array[], milliseconds: number): Promise<void>;
  /** Closes the sending side. */
  hangUp(): void;
  /**
   * Waits until `count` frames have arrived (with `close`: until the peer closes or sends more), the peer closed, sent
   * a malformed frame or far too much, or the time limit is over. The frames stay for take().
   */
  until(want: { count: number; close: boolean }, patience: Patience): Promise<void>;
  /** Removes and returns the frames received so far; `rest`, an incomplete frame, stays. */
  take(): Received;
  destroy(): void;
};

/** More than any reply of a working daemon, and little enough to buffer. */
const MOST_BYTES = 16 * 2 ** 20;
const MOST_FRAMES = 100_000;

export type DialOptions = { readonly milliseconds?: number; readonly signal?: AbortSignal | undefined };

/** The connection was given up before it was open. */
class DialError extends Error {
  override readonly name = "DialError";
  readonly code = "not-connected";
}

/** Connects to a daemon. @throws the socket's error when it is refused, DialError when it times out or on abort */
export async function dial(address: Address, { milliseconds = 10_000, signal }: DialOptions = {}): Promise<Duplex> {
  const socket = openSocket(address);
  const giveUp = (why: string) => socket.destroy(new DialError(`${formatAddress(address)} ${why}`));
  const abort = () => giveUp("was not waited for: interrupted");
  // With a full listen backlog the connection is neither accepted nor refused: the kernel would retry for minutes.
  const timer = setTimeout(giveUp, milliseconds, `takes no connection within ${milliseconds / 1000} s`);
  signal?.addEventListener("abort", abort);
  if (signal?.aborted) abort();
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once("connect", resolve);
      socket.once("error", reject);
    });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
  return socket;
}

export function createWire(stream: Duplex): Wire {
  const splitter = createSplitter();
  let frames: Uint8Array[] = [];
  let bytes = 0;
  let flooded: string | undefined;
  let closed = false;
  let wake = () => {};

  stream.on("data", (chunk: Uint8Array) => {
    if (flooded !== undefined || splitter.malformed() !== undefined) return;
    bytes += chunk.length;
    for (const frame of splitter.push(chunk)) frames.push(frame);
    if (frames.length > MOST_FRAMES) flooded = `more than ${MOST_FRAMES} replies came at once`;
    else if (bytes > MOST_BYTES) flooded = `more than ${MOST_BYTES / 2 ** 20} MiB came at once`;
    if (flooded !== undefined) stream.destroy();
    wake();
  });
  const close = () => {
    closed = true;
    wake();
  };
  stream.on("end", close);
  stream.on("close", close);
  // The kernel sends a reset when the peer closed with our bytes unread; it counts as closed.
  stream.on("error", close);

  return {
    async send(segments, milliseconds) {
      const deadline = Date.now() + milliseconds;
      for (const segment of segments) {
        if (closed || stream.destroyed) return;
        await written(stream, segment, deadline - Date.now());
        if (segments.length > 1) await new Promise((resolve) => setImmediate(resolve));
      }
    },
    hangUp() {
      if (!stream.destroyed) stream.end();
    },
    async until(want, { silence, total }) {
      const most = want.close ? want.count + 1 : want.count;
      const enough = () =>
        closed || flooded !== undefined || splitter.malformed() !== undefined || frames.length >= most;
      if (enough()) return;
      await new Promise<void>((resolve) => {
        const end = () => {
          clearTimeout(whole);
          clearTimeout(next);
          resolve();
        };
        const whole = setTimeout(end, total);
        let next = setTimeout(end, silence);
        let count = frames.length;
        wake = () => {
          if (enough()) return end();
          if (frames.length === count) return;
          count = frames.length;
          clearTimeout(next);
          next = setTimeout(end, silence);
        };
      });
      wake = () => {};
    },
    take() {
      const malformed = splitter.malformed() !== undefined;
      const received = { frames, rest: splitter.rest(), closed, malformed, flooded };
      frames = [];
      bytes = received.rest.length;
      return received;
    },
    destroy() {
      stream.destroy();
    },
  };
}

/** Resolves when the kernel has taken the bytes, the connection is closed, or the time limit is over. */
function written(stream: Duplex, segment: Uint8Array, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      stream.off("close", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    stream.once("close", done);
    stream.write(segment, done);
  });
}
