// What is wrong with the form of a reply, whatever it says: the first mistakes of a new daemon.

import { splitFrames, tryOpenFrame } from "../cbor/frame.ts";
import { MAJOR, majorOfByte } from "../cbor/head.ts";
import { fieldOf } from "../cbor/reading.ts";
import { counted } from "../counted.ts";

export type ReplyFault = {
  /** In words, without the clause. */
  readonly says: string;
  /** Id of the clause that asks for another form. */
  readonly clause: string;
};

/** @param received what came for one request, at least one byte */
export function replyFault(received: Uint8Array): ReplyFault | undefined {
  const [first] = splitFrames(received).frames;
  if (first === undefined) return restFault(received);
  const frame = tryOpenFrame(first);
  if (frame?.inner === undefined) {
    const what = frame?.outer.kind === "map" ? "a message" : `${first.length} bytes`;
    return { says: `not a frame: ${what} without tag 24 and a byte string around it`, clause: "FRAME-2" };
  }
  const { message } = frame;
  if (message === undefined) return { says: "a frame without a whole message in it", clause: "FRAME-2" };
  if (message.kind !== "map") return { says: "the message in the frame is no map", clause: "MSG-24" };
  if (fieldOf(message, "id") === undefined) return { says: "the reply has no 'id'", clause: "MSG-24" };
  const isAnswer = fieldOf(message, "result") !== undefined || fieldOf(message, "error") !== undefined;
  return isAnswer ? undefined : { says: "the reply has neither 'result' nor 'error'", clause: "MSG-24" };
}

/** @param received bytes that are no whole item, at least one: they may be many, and are not parsed */
export function restFault(received: Uint8Array): ReplyFault {
  const count = counted(received.length, "byte");
  const isTag = majorOfByte(received[0] ?? 0) === MAJOR.tag;
  const says = isTag ? `${count} came, a frame that does not end` : `${count} came that are no frame`;
  return { says: `${says}: ${glimpse(received)}`, clause: "FRAME-2" };
}

/** The beginning, as text if all of it can be printed: daemons that speak JSON or HTTP say so themselves. */
function glimpse(received: Uint8Array): string {
  const start = Buffer.from(received.subarray(0, 40));
  const text = start.toString("latin1");
  const shown = /^[\x20-\x7e\r\n\t]+$/.test(text) ? JSON.stringify(text) : `h'${start.toString("hex")}'`;
  return received.length > start.length ? `${shown} and more` : shown;
}
