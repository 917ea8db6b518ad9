// One connection to a daemon, as the replay needs it: write segments, take whole frames in order, see the other side
// close. Takes any Duplex; dialling is separate.
import type { Duplex } from "node:stream";
import { createSplitter } from "../cbor/splitter.ts";
import { type Address, formatAddress } from "./address.ts";
import { openSocket } from "./socket.ts";

/** What has come in since the last take. */
type Received = {
  frames: Uint8Array[];
  rest: Uint8Array;
  closed: boolean;
  malformed: boolean;
  /** Why no more is read: far more came than anybody asked for. */
  flooded: string | undefined;
};

/** Milliseconds to wait for what shall come. */
export type Patience = {
  /** Until the next whole frame: a daemon that is slow and goes on answering is waited for. */
  readonly silence: number;
  /** For all of it. */
  readonly total: number;
};

/** So long for each answer, and ten times that for all answers to one request. */
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
   * Writes each segment on its own, for so many milliseconds: a peer that reads nothing takes nothing after a while. Never
   * throws: a peer that is gone shows as `closed` when receiving.
   */
  send(segments: readonly Uint8Array[], milliseconds: number): Promise<void>;
  /** Closes the sending side. */
  hangUp(): void;
  /**
   * Waits until `count` frames are there (with `close`: until the peer closes or sends more), or the peer closed, or sent
   * what is no frame or far too much, or the time is over. Takes nothing away.
   */
  until(want: { count: number; close: boolean }, patience: Patience): Promise<void>;
  /** Takes everything that has come in; `rest` stays to be completed. */
  take(): Received;
  destroy(): void;
};

/** More than any reply of a daemon that works, and little enough to keep in memory. */
const MOST_BYTES = 16 * 2 ** 20;
const MOST_FRAMES = 100_000;

export type DialOptions = { readonly milliseconds?: number; readonly signal?: AbortSignal | undefined };

/** Dials a daemon. @throws the socket's error when nobody listens there, takes the connection in time, or it is aborted */
export async function dial(address: Address, { milliseconds = 10_000, signal }: DialOptions = {}): Promise<Duplex> {
  const socket = openSocket(address);
  const giveUp = (why: string) => socket.destroy(new Error(`${formatAddress(address)} ${why}`));
  const abort = () => giveUp("was not waited for: interrupted");
  // A full backlog takes no connection and refuses none: the system itself would try for minutes.
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
  // A reset is how a system tells that the peer closed with our bytes unread; it counts as closed.
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

/** Until the system has taken it, or the connection is gone, or the time is over. */
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
