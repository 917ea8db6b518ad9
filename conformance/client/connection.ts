// A connection that tells what comes as it comes, for clients that make one call after the other for as long as a run lasts.
// A Wire waits for what it is owed instead.
import { createSplitter } from "../cbor/splitter.ts";
import type { Address } from "./address.ts";
import { openSocket } from "./socket.ts";

export type ConnectionEvents = {
  onFrame(frame: Uint8Array): void;
  /** It could not be opened, it ended, or what came is no frame. Told once. */
  onEnd(why: "closed" | "malformed"): void;
};

export type Connection = {
  /** What is sent before the connection is open is sent then. */
  send(frame: Uint8Array): void;
  /** Ends it without a word to anybody: `reset` as a client that died, else as one that left. */
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
  // A reset is one way of ending.
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
