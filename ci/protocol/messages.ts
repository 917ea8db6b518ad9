// The messages of goldens and of recorded replies, each with the rule of protocol.cddl that it must match.
import { isUtf8 } from "node:buffer";
import { type Frame, frameOf, splitFrames, tryOpenFrame } from "../../conformance/cbor/frame.ts";
import type { Item } from "../../conformance/cbor/item.ts";
import { walk } from "../../conformance/cbor/path.ts";
import { elementsOf, fieldOf, stringOf } from "../../conformance/cbor/reading.ts";
import type { ExchangeStep } from "../../conformance/golden/format.ts";
import { callIn, folded } from "../../conformance/protocol/call.ts";
import { METHODS } from "../../conformance/protocol/methods.ts";

const LARGE = 1_000;
const DEEP = 12;

export type Message = {
  /** Description of the message, for people: case, step and position. */
  readonly at: string;
  readonly rule: string;
  readonly frame: Uint8Array;
};

/**
 * The requests that were answered, and their answers. Outside are, by these rules and no list:
 * - what was not answered, since it is no request, and what was answered without the form of a frame;
 * - what is larger than LARGE or nested deeper than DEEP: the validator would look at it for minutes;
 * - what is no valid CBOR: text that is no UTF-8, a map that repeats a key (RFC 8949, 5.3.1), a string with chunks
 *   of the other kind (3.2.3), bytes behind the message.
 * Of a request that was refused, with an error reply or with a message in place of an answer, only the form of a request is
 * judged, and so of one that spells its method or an option otherwise.
 */
export function messagesOf(id: string, step: ExchangeStep, replies: readonly Uint8Array[]): Message[] {
  const { frames } = splitFrames(Buffer.concat(step.sends));
  return frames.flatMap((request, i) => {
    const at = `${id} step ${step.number}, frame ${i + 1}`;
    const reply = replies[i];
    const asked = tryOpenFrame(request);
    const answered = reply === undefined ? undefined : tryOpenFrame(reply);
    if (reply === undefined || answered?.message === undefined) return [];
    const messages =
      asked?.message?.kind === "array"
        ? batch(at, { asked, request, answered, reply })
        : call(at, { asked, request, answered, reply });
    return messages.filter(({ frame }) => isValid(frame));
  });
}

type Pair = { asked: Frame | undefined; request: Uint8Array; answered: Frame; reply: Uint8Array };

function call(at: string, { asked, request, answered, reply }: Pair): Message[] {
  const isError = fieldOf(answered.message, "error") !== undefined;
  const isRefused = isError || stringOf(elementsOf(fieldOf(answered.message, "result"))[1]) !== undefined;
  const method = asked?.inner === undefined ? undefined : methodIn(asked, request);
  const isOdd = method?.isSpelledOut !== true || hasOddOptions(asked);
  const askedFor = isRefused || isOdd ? "any-request" : `request-${method.name}`;
  const answeredBy = isError || method === undefined ? "any-reply" : `reply-${method.name}`;
  const question = asked?.inner === undefined ? [] : [{ at: `${at}, request`, rule: askedFor, frame: request }];
  return [...question, { at: `${at}, reply`, rule: answeredBy, frame: reply }];
}

/** The batch with its reply, and each of its calls as if it had been sent alone. */
function batch(at: string, { asked, request, answered, reply }: Pair): Message[] {
  const questions = itemsOf(asked);
  const answers = itemsOf(answered);
  return [
    { at: `${at}, batch`, rule: "any-batch", frame: request },
    { at: `${at}, replies of a batch`, rule: "any-batch-reply", frame: reply },
    ...questions.flatMap((question, i) => {
      const answer = answers[i];
      if (answer === undefined || tryOpenFrame(question)?.message?.kind !== "map") return [];
      const opened = tryOpenFrame(answer);
      return opened === undefined
        ? []
        : call(`${at}, call ${i + 1}`, {
            asked: tryOpenFrame(question),
            request: question,
            answered: opened,
            reply: answer,
          });
    }),
  ];
}

/** The items of a batch, each in a separate frame. */
function itemsOf(frame: Frame | undefined): Uint8Array[] {
  const { inner, message } = frame ?? {};
  if (inner === undefined || message?.kind !== "array") return [];
  return message.items.map((item: Item) => frameOf(inner.subarray(item.at, item.end)));
}

function methodIn(asked: Frame, request: Uint8Array): { name: string; isSpelledOut: boolean } | undefined {
  const sent = stringOf(fieldOf(asked.message, "method")) ?? "";
  if (Object.hasOwn(METHODS, sent)) return { name: sent, isSpelledOut: true };
  const name = callIn(request)?.method ?? "";
  return Object.hasOwn(METHODS, name) ? { name, isSpelledOut: false } : undefined;
}

/** Whether an option's name is spelled differently from its canonical name. */
function hasOddOptions(asked: Frame | undefined): boolean {
  const keys = elementsOf(fieldOf(asked?.message, "params")).flatMap((each) =>
    each.kind === "map" ? each.entries.map(({ key }) => stringOf(key) ?? "") : [],
  );
  return keys.some((key) => key !== folded(key));
}

function isValid(frame: Uint8Array): boolean {
  const { inner, message } = tryOpenFrame(frame) ?? {};
  if (inner === undefined) return true;
  if (message === undefined) return false;
  if (message.end !== inner.length || inner.length > LARGE || depthOf(message) > DEEP) return false;
  for (const { item } of walk(message, inner)) {
    if (!isText(item)) return false;
    if (item.kind !== "map") continue;
    const keys = item.entries.map(({ key }) => identityOf(key, inner));
    if (new Set(keys).size < keys.length || !item.entries.every(({ key }) => isText(key))) return false;
  }
  return true;
}

/** The same for equal keys: a number and a string may have heads of other widths, a string may have chunks. */
function identityOf(key: Item, inner: Uint8Array): string {
  if (key.kind === "int") return `${key.value}`;
  const isString = key.kind === "text" || key.kind === "bytes";
  const bytes = isString ? key.value : inner.subarray(key.at, key.end);
  return `${isString ? key.kind : ""} ${Buffer.from(bytes).toString("hex")}`;
}

/** Nesting depth of arrays, maps and tags. */
function depthOf(root: Item): number {
  let deepest = 0;
  const left = [{ item: root, depth: 1 }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { item, depth } = next;
    deepest = Math.max(deepest, depth);
    if (item.kind === "array") for (const each of item.items) left.push({ item: each, depth: depth + 1 });
    if (item.kind === "tag") left.push({ item: item.content, depth: depth + 1 });
    if (item.kind !== "map") continue;
    for (const { key, value } of item.entries)
      left.push({ item: key, depth: depth + 1 }, { item: value, depth: depth + 1 });
  }
  return deepest;
}

/** Each chunk of a text must be one by itself. */
function isText(item: Item): boolean {
  return item.kind !== "text" || (isUtf8(item.value) && (item.chunks ?? []).every(isText));
}

/** Requests, one frame each, that were rejected because of the number or types of their parameters. */
export function refusedForTypes(id: string, step: ExchangeStep, replies: readonly Uint8Array[]): Message[] {
  const { frames } = splitFrames(Buffer.concat(step.sends));
  return frames.flatMap((frame, i) => {
    const reply = replies[i];
    const asked = tryOpenFrame(frame);
    const error = reply === undefined ? undefined : fieldOf(tryOpenFrame(reply)?.message, "error");
    const text = stringOf(fieldOf(error, "message")) ?? "";
    const method = asked === undefined ? undefined : methodIn(asked, frame);
    if (!TYPES.test(text) || method?.isSpelledOut !== true || hasOddOptions(asked) || !isValid(frame)) return [];
    return [{ at: `${id} step ${step.number}, frame ${i + 1}`, rule: `request-${method.name}`, frame }];
  });
}

const TYPES =
  /expected type '|expected a map|must be an array or slice|^wrong number of parameters$|^work unit not|^too few parameters|^priority must/;
