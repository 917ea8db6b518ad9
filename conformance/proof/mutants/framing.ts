// Mutants with defects in frames, envelopes, connections and error replies.

import { frameOf, openFrame, requestFrame } from "../../cbor/frame.ts";
import { encodeHead, encodeIndefinite, MAJOR, NULL } from "../../cbor/head.ts";
import { stringOf } from "../../cbor/reading.ts";
import { elementAt } from "../../element-at.ts";
import { answers, type Mutant, replies } from "./mutant.ts";
import { changeField, frameOfEntries, headed, messageIn, note, sliceOf } from "./rewrite.ts";

const innerOf = (frame: Uint8Array) => openFrame(frame).inner ?? new Uint8Array();
const tag24 = encodeHead(MAJOR.tag, 24);
const byte = (value: number) => Buffer.from([value]);

/** The entries of the reply map, each with its name and its encoded key and value; empty if there is no map. */
function entriesOf(frame: Uint8Array): { name: string; parts: Uint8Array[] }[] {
  const message = messageIn(frame);
  if (message === undefined) return [];
  return message.entries.map(({ key, value }) => ({
    name: stringOf(key) ?? "",
    parts: [sliceOf(key, message.inner), sliceOf(value, message.inner)],
  }));
}

const isError = (frame: Uint8Array) => entriesOf(frame).some(({ name }) => name === "error");
const resultIs = (frame: Uint8Array, value: number) =>
  entriesOf(frame).some(({ name, parts }) => name === "result" && parts[1]?.[0] === value);
const withFields = (frame: Uint8Array, change: (fields: Uint8Array[][]) => Uint8Array[][]) =>
  messageIn(frame) === undefined ? undefined : frameOfEntries(change(entriesOf(frame).map(({ parts }) => parts)));

export const framingMutants: readonly Mutant[] = [
  replies("wrong-id", "the id is one too high", (frame) =>
    changeField(frame, "id", (item) => (item.kind === "int" ? headed(MAJOR.unsigned, item.value + 1n) : undefined)),
  ),
  replies("id-in-longer-head", "the id is not in the shortest head", (frame) =>
    changeField(frame, "id", (item) => (item.kind === "int" ? encodeHead(MAJOR.unsigned, item.value, 3) : undefined)),
  ),
  replies("id-as-float", "the id is a float", (frame) =>
    changeField(frame, "id", (item) => (item.kind === "int" ? note(`${item.value}.0_3`) : undefined)),
  ),
  replies("id-after-result", "the id comes second", (frame) => withFields(frame, (fields) => fields.toReversed())),
  replies("text-keys-in-envelope", "id and result are text keys", (frame) =>
    withFields(frame, (fields) => fields.map(([key, value]) => [textKey(key ?? byte(0)), value ?? byte(0)])),
  ),
  replies("extra-key-in-envelope", "the reply has a third key", (frame) =>
    withFields(frame, (fields) => [...fields, [note("'more'"), note("null")]]),
  ),
  replies("no-result-for-null", "a null result is left out", (frame) =>
    resultIs(frame, NULL) ? withFields(frame, ([id = []]) => [id]) : undefined,
  ),
  replies("result-beside-error", "an error reply has a result too", (frame) =>
    isError(frame)
      ? withFields(frame, ([id = [], error = []]) => [id, [note("'result'"), note("null")], error])
      : undefined,
  ),
  replies("indefinite-message", "the reply is a map of indefinite length", (frame) => {
    const inner = innerOf(frame);
    return messageIn(frame) === undefined ? undefined : frameOf(encodeIndefinite(MAJOR.map, [inner.subarray(1)]));
  }),
  replies("trailing-byte-in-frame", "a byte follows the message inside the frame", (frame) =>
    frameOf(Buffer.concat([innerOf(frame), byte(NULL)])),
  ),
  replies("longer-length-head", "the frame's length is not in the shortest head", (frame) =>
    Buffer.concat([tag24, encodeHead(MAJOR.bytes, innerOf(frame).length, 2), innerOf(frame)]),
  ),
  replies("longer-tag-head", "tag 24 is not in the shortest head", (frame) =>
    Buffer.concat([encodeHead(MAJOR.tag, 24, 1), headed(MAJOR.bytes, innerOf(frame).length), innerOf(frame)]),
  ),
  replies("chunked-frame", "the frame is a byte string in chunks", (frame) =>
    Buffer.concat([tag24, encodeIndefinite(MAJOR.bytes, [headed(MAJOR.bytes, innerOf(frame).length), innerOf(frame)])]),
  ),
  replies("no-tag", "the message comes without tag 24 around it", (frame) => innerOf(frame)),
  replies("other-tag", "tag 23 for tag 24", (frame) =>
    Buffer.concat([encodeHead(MAJOR.tag, 23), headed(MAJOR.bytes, innerOf(frame).length), innerOf(frame)]),
  ),
  replies("wrapped-text", "tag 24 around a text string", (frame) =>
    Buffer.concat([tag24, headed(MAJOR.text, innerOf(frame).length), innerOf(frame)]),
  ),
  answers("reply-twice", "every reply comes twice", (played) =>
    played.replies.length === 0 ? played : { ...played, replies: played.replies.flatMap((each) => [each, each]) },
  ),
  answers("trailing-byte-after-frame", "a byte follows the last frame", (played) =>
    played.replies.length === 0 ? played : { ...played, rest: byte(0xd8) },
  ),
  answers("swapped-replies", "pipelined replies come in another order", (played) =>
    played.replies.length < 2 ? played : { ...played, replies: played.replies.toReversed() },
  ),
  answers("last-reply-lost", "the last of pipelined replies never comes", (played) =>
    played.replies.length < 2 ? played : { ...played, replies: played.replies.slice(0, -1) },
  ),
  answers("half-a-reply", "a reply is cut in the middle", (played) => {
    const last = played.replies.at(-1);
    if (last === undefined) return played;
    return { ...played, replies: played.replies.slice(0, -1), rest: last.subarray(0, last.length >> 1) };
  }),
  answers("closes-after-each-reply", "the connection serves one call", (played) =>
    played.replies.length === 0 || played.closed ? played : { ...played, closed: true },
  ),
  answers("closes-on-error", "an error reply ends the connection", (played) =>
    played.closed || !played.replies.some(isError) ? played : { ...played, closed: true },
  ),
  answers("closes-for-error-reply", "the connection is closed where an error reply is due", (played) => {
    const first = played.replies.findIndex(isError);
    return first < 0 ? played : { ...played, replies: played.replies.slice(0, first), closed: true };
  }),
  answers("stays-open", "a broken message does not end the connection", (played, step) =>
    played.closed && !step.hangup ? { ...played, closed: false } : played,
  ),
  answers("replies-to-broken-message", "a broken message gets an error reply", (played, step) =>
    played.closed && !step.hangup ? { ...played, replies: [...played.replies, errorFrame], closed: false } : played,
  ),
  answers("lingers-after-hangup", "the connection stays open though the client hung up", (played, step) =>
    played.closed && step.hangup ? { ...played, closed: false } : played,
  ),
  replies("echo", "the request comes back", (_, step) => step.sends[0] ?? requestFrame(1, "now", "")),
];

const errorFrame = frameOf(note(`{'id': 0, 'error': {"message": "bad request"}}`));
const textKey = (key: Uint8Array) => Buffer.concat([byte(elementAt(key, 0) | 0x20), key.subarray(1)]);
