// Extracts all calls of a golden with method, parameters and reply, including pipelined calls and those in batches.

import { openFrame, splitFrames } from "../../cbor/frame.ts";
import type { Entry, Item } from "../../cbor/item.ts";
import { notate } from "../../cbor/notation.ts";
import { stringOf } from "../../cbor/reading.ts";
import type { ExchangeStep, Golden } from "../../golden/format.ts";

export type Call = {
  /** Id of the golden. */
  readonly golden: string;
  /** The method in its canonical spelling, `get_work`, whatever spelling was sent; an unknown method as it was sent. */
  readonly method: string;
  /** Positional parameters in order; for keyword parameters, the map as the only element. */
  readonly params: readonly Item[];
  /** Whether the parameters were sent as a map of keyword parameters. */
  readonly named: boolean;
  /** Whether there is a reply with a result, and the result in CBOR diagnostic notation, which is costly. */
  readonly hasResult: boolean;
  says(): string | undefined;
  /** The message of an error reply; `message` is the text in a result pair such as `[false, "why"]`. */
  readonly error: string | undefined;
  readonly message: string | undefined;
};

/** The calls of a golden, parsed a step at a time, since some steps are large. @param methods canonical names of the known methods */
export function* callsOf(golden: Golden, methods: readonly string[]): Generator<Call> {
  const known = new Map(methods.map((method) => [camel(method), method]));
  for (const step of golden.steps) {
    if (step.kind !== "wait") yield* stepCalls(golden.id, step, known);
  }
}

type Placed = { readonly item: Item; readonly bytes: Uint8Array };

function stepCalls(golden: string, step: ExchangeStep, known: ReadonlyMap<string, string>): Call[] {
  // A step with `times` sends the same request repeatedly; it is counted once.
  const { frames } = splitFrames(Buffer.concat(step.sends));
  const asked = (step.times === undefined ? frames : frames.slice(0, 1)).flatMap(messagesIn);
  const answered = step.replies.slice(0, asked.length).flatMap(({ bytes }) => messagesIn(bytes));
  return asked.flatMap((request, i) => {
    const method = field(request, "method");
    if (method === undefined) return [];
    const name = stringOf(method.item) ?? "";
    const params = field(request, "params");
    const list = params?.item.kind === "array" ? params.item.items : params === undefined ? [] : [params.item];
    const named = params?.item.kind === "map";
    return [{ golden, method: known.get(camel(name)) ?? name, params: list, named, ...answer(answered[i]) }];
  });
}

function answer(reply: Placed | undefined): Pick<Call, "hasResult" | "says" | "error" | "message"> {
  const result = reply === undefined ? undefined : field(reply, "result");
  const error = reply === undefined ? undefined : field(reply, "error");
  const pair = result?.item.kind === "array" && result.item.items.length === 2 ? result.item.items[1] : undefined;
  const text = error?.item.kind === "map" ? error.item.entries[0]?.value : undefined;
  return {
    hasResult: result !== undefined,
    says: () => (result === undefined ? undefined : notate(result.item, result.bytes)),
    error: text === undefined ? undefined : stringOf(text),
    message: pair?.kind === "text" ? stringOf(pair) : undefined,
  };
}

/** Longer frames are not read: they are most of the bytes of all goldens, and call nothing that shorter ones do not. */
const LONGEST_FRAME = 16_384;

/** The messages of a frame: one map, or the elements of a batch. */
function messagesIn(frame: Uint8Array): Placed[] {
  if (frame.length > LONGEST_FRAME) return [];
  const { inner, message } = openFrame(frame);
  if (inner === undefined || message === undefined) return [];
  const items = message.kind === "array" ? message.items : [message];
  return items.map((item) => ({ item, bytes: inner }));
}

function field({ item, bytes }: Placed, name: string): Placed | undefined {
  const value = item.kind === "map" ? entryOf(item.entries, name)?.value : undefined;
  return value === undefined ? undefined : { item: value, bytes };
}

function entryOf(entries: readonly Entry[], name: string): Entry | undefined {
  return entries.find(({ key }) => stringOf(key) === name);
}

/** The form by which a daemon looks up method names: parts between underscores capitalized and joined. */
function camel(name: string): string {
  return name
    .split("_")
    .map((piece) => piece.charAt(0).toUpperCase() + piece.slice(1))
    .join("");
}
