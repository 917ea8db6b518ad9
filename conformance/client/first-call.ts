// The first call to a daemon that is being written: now(), and what came of it as bytes.
import type { Duplex } from "node:stream";
import { requestFrame } from "../cbor/frame.ts";
import { type ReplyFault, replyFault, restFault } from "./reply-fault.ts";
import { createWire, type Patience, patience, type Wire } from "./wire.ts";

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
  const wire = createWire(await connect());
  try {
    return (await callOn(wire, "now", "", patience(milliseconds))).made;
  } finally {
    wire.destroy();
  }
}

type Called = {
  readonly made: FirstCall;
  /** Whether a whole frame came, of whatever form. */
  readonly isAnswered: boolean;
  readonly closed: boolean;
  /** Why reading was stopped: far more came than one reply. */
  readonly flooded: string | undefined;
};

/** Makes a call on a new connection. @param params in notation, with commas between them */
export async function callOn(wire: Wire, method: string, params: string, limit: Patience): Promise<Called> {
  const sent = requestFrame(1, method, params);
  await wire.send([sent], limit.silence);
  await wire.until({ count: 1, close: false }, limit);
  const { frames, rest, closed, flooded } = wire.take();
  const made = outcomeOf(`${method}(${params})`, sent, frames[0], rest, closed);
  return { made, isAnswered: frames.length > 0, closed, flooded };
}

/** @param rest bytes that are no whole frame, if there is none */
export function outcomeOf(
  call: string,
  sent: Uint8Array,
  frame: Uint8Array | undefined,
  rest: Uint8Array,
  closed: boolean,
): FirstCall {
  if (frame !== undefined) return { call, sent, received: frame, fault: replyFault(frame) };
  if (rest.length > 0) return { call, sent, received: rest, fault: restFault(rest) };
  const says = closed ? "the connection closed without a reply" : "no reply in time";
  return { call, sent, received: rest, fault: { says, clause: "FRAME-1" } };
}
