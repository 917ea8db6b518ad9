// A fake daemon for tests of the benchmark: it answers each method with what the test gives, including invalid replies.
import { Encoder, Tag } from "cbor-x";
import { type Answer as FrameAnswer, listeningFake } from "../../client/testing/fake-daemon.ts";
import { decodeReply } from "../codec.ts";
import { messageOf } from "../reply.ts";

type Call = { method: string; params: unknown[]; id: number };

/** Answer that closes the connection instead of replying. */
export const HANG_UP = Symbol("hang up");

/** A reply's result, or `{error: message}`, or raw bytes to send as they are, or HANG_UP. */
export type Answer = (call: Call) => unknown;

const encoder = new Encoder({ useRecords: false, mapsAsObjects: false, tagUint8Array: false });

/** A fake daemon that listens on a port; `calls` are the names of the methods called so far. */
export async function answering(answer: Answer) {
  const calls: string[] = [];
  const onFrame: FrameAnswer = (frame) => {
    const call = decodeReply(messageOf(Buffer.from(frame))) as Call;
    calls.push(call.method);
    const reply = answer(call);
    if (reply === HANG_UP) return "close";
    return [Buffer.isBuffer(reply) ? reply : replyFrame(call.id, reply)];
  };
  return { ...(await listeningFake(onFrame)), calls };
}

/** A reply in the Go daemon's encoding: byte-string keys in the envelope. */
export function replyFrame(id: number, result: unknown): Buffer {
  const isError = typeof result === "object" && result !== null && "error" in result;
  const entry: [Buffer, unknown] = isError
    ? [Buffer.from("error"), new Map([["message", result.error]])]
    : [Buffer.from("result"), result];
  const reply = new Map<Buffer, unknown>([[Buffer.from("id"), id], entry]);
  return Buffer.from(encoder.encode(new Tag(Buffer.from(encoder.encode(reply)), 24)));
}

/** One unit as in get_work's result: a tuple of work spec, key and data. */
export function unit(spec: unknown, key: string, number: number): Tag {
  return new Tag([spec, Buffer.from(key), new Map([["number", number]])], 128);
}
