// The first call to a daemon that is being written: now(), and what came of it as bytes.
import type { Duplex } from "node:stream";
import { requestFrame } from "../cbor/frame.ts";
import { type ReplyFault, replyFault } from "./reply-fault.ts";
import { createWire, patience } from "./wire.ts";

export type FirstCall = {
  /** The call in notation. */
  readonly call: string;
  readonly sent: Uint8Array;
  /** All that came until the first reply was complete or nothing more could come. */
  readonly received: Uint8Array;
  /** What is wrong with the form of the reply, or that there is none; undefined for any reply of the right form. */
  readonly fault: ReplyFault | undefined;
};

/** @throws the socket's error if nothing listens */
export async function firstCall(connect: () => Promise<Duplex>, milliseconds: number): Promise<FirstCall> {
  const sent = requestFrame(1, "now", "");
  const wire = createWire(await connect());
  try {
    await wire.send([sent], milliseconds);
    await wire.until({ count: 1, close: false }, patience(milliseconds));
    const { frames, rest, closed } = wire.take();
    return outcomeOf("now()", sent, Buffer.concat([...frames.slice(0, 1), rest]), closed);
  } finally {
    wire.destroy();
  }
}

export function outcomeOf(call: string, sent: Uint8Array, received: Uint8Array, closed: boolean): FirstCall {
  const silent = closed ? "the connection closed without a reply" : "no reply in time";
  const fault = received.length === 0 ? { says: silent, clause: "FRAME-1" } : replyFault(received);
  return { call, sent, received, fault };
}
