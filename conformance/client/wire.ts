// One connection to a daemon, as the replay needs it: write segments, take whole frames in order, see the other side
// close. Takes any Duplex; dialling is separate.
import { connect as connectSocket } from "node:net";
import type { Duplex } from "node:stream";
import { splitFrames } from "../cbor/frame.ts";
import type { Address } from "./address.ts";

/** What has come in since the last take. */
type Received = { frames: Uint8Array[]; rest: Uint8Array; closed: boolean; malformed: boolean };

export type Wire = {
  /** Writes each segment on its own. Never throws: a peer that is gone shows as `closed` when receiving. */
  send(segments: readonly Uint8Array[]): Promise<void>;
  /** Closes the sending side. */
  hangUp(): void;
  /**
   * Waits until `count` frames are there (with `close`: until the peer closes or sends more), or the peer closed, or sent
   * what is no frame, or the time is over. Takes nothing away.
   */
  until(want: { count: number; close: boolean }, milliseconds: number): Promise<void>;
  /** Takes everything that has come in; `rest` stays to be completed. */
  take(): Received;
  destroy(): void;
};

/** Dials a daemon. @throws the socket's error when nobody listens there */
export async function dial({ host, port }: Address, signal?: AbortSignal): Promise<Duplex> {
  const socket = connectSocket({ host, port, noDelay: true, ...(signal === undefined ? {} : { signal }) });
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("error", reject);
  });
  return socket;
}

export function createWire(stream: Duplex): Wire {
  let frames: Uint8Array[] = [];
  let rest: Uint8Array = new Uint8Array();
  let malformed = false;
  let closed = false;
  let wake = () => {};

  stream.on("data", (chunk: Uint8Array) => {
    if (malformed) return;
    const split = splitFrames(rest.length === 0 ? chunk : Buffer.concat([rest, chunk]));
    frames.push(...split.frames);
    rest = split.rest;
    malformed = split.malformed;
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
    async send(segments) {
      for (const segment of segments) {
        if (closed || stream.destroyed) return;
        await new Promise<void>((resolve) => stream.write(segment, () => resolve()));
        if (segments.length > 1) await new Promise((resolve) => setImmediate(resolve));
      }
    },
    hangUp() {
      if (!stream.destroyed) stream.end();
    },
    async until(want, milliseconds) {
      const most = want.close ? want.count + 1 : want.count;
      const enough = () => closed || malformed || frames.length >= most;
      if (enough()) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        wake = () => {
          if (!enough()) return;
          clearTimeout(timer);
          resolve();
        };
      });
      wake = () => {};
    },
    take() {
      const received = { frames, rest, closed, malformed };
      frames = [];
      return received;
    },
    destroy() {
      stream.destroy();
    },
  };
}
