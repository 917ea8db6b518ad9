// A connection with callbacks for received frames, for clients that make call after call during a whole run.
// client/wire.ts has the other kind, which waits for a number of replies.
import { createSplitter } from "../cbor/splitter.ts";
import type { Address } from "./address.ts";
import { openSocket } from "./socket.ts";

export type ConnectionEvents = {
  onFrame(frame: Uint8Array): void;
  /** Called once when the connection could not be opened, was closed, or received bytes that are not a frame. */
  onEnd(why: "closed" | "malformed"): void;
};

export type Connection = {
  /** Frames sent before the connection is open are queued. */
  send(frame: Uint8Array): void;
  /**
   * Closes it without further callbacks: `reset` sends RST like a client that crashed, otherwise it is closed normally.
   */
  cut(reset: boolean): void;
};

export function openConnection(address: Address, events: ConnectionEvents): Connection {
  const socket = openSocket(address);
  const splitter = createSplitter();
  let isOver = false;
  const end = (why: "closed" | "malformed") => {
    if (isOver) return;
    isOver = true;
    socket.destroy();
    events.onEnd(why);
  };
  socket.on("data", (chunk: Buffer) => {
    for (const frame of splitter.push(chunk)) if (!isOver) events.onFrame(frame);
    if (splitter.malformed() !== undefined) end("malformed");
  });
  // A reset counts as an ordinary close.
  for (const event of ["error", "end", "close"]) socket.on(event, () => end("closed"));
  return {
    send(frame) {
      socket.write(frame);
    },
    cut(reset) {
      isOver = true;
      if (reset) socket.resetAndDestroy();
      else socket.destroy();
    },
  };
}
