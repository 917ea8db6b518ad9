// What the first daemon answered as a golden that the second one is judged by: its bytes, with a mask for every time.
import { tryOpenFrame } from "../cbor/frame.ts";
import type { Item } from "../cbor/item.ts";
import { notate } from "../cbor/notation.ts";
import { shorten, walk } from "../cbor/path.ts";
import { describeReply, describeRequests } from "../golden/describe.ts";
import type { ExchangeStep, Golden, GoldenReply, Mask } from "../golden/format.ts";
import type { PlayedStep } from "../judge/judge.ts";
import { callIn } from "../protocol/call.ts";
import type { Session } from "./model.ts";

/** Seconds that two daemons may be apart when they round a time down or are slow to answer. */
const WITHIN = 3;

/** The golden of a session and its answers; steps without an answer are left out. */
export function expectation(session: Session, answers: readonly PlayedStep[]): Golden {
  const steps = answers.flatMap((answer, i) => {
    const request = session[i];
    return request === undefined ? [] : [expectedStep(request, answer)];
  });
  const recorded = { daemon: "the first target", client: "explore", command: "explore", at: "2000-01-01" };
  return { id: "explored", file: "explored", title: "explored", requires: [], recorded, steps };
}

function expectedStep(request: Uint8Array, { step, replies, closed, sentAt }: PlayedStep): ExchangeStep {
  const isNow = callIn(request)?.method === "now";
  return {
    kind: "exchange",
    number: step,
    line: 0,
    conn: 1,
    call: describeRequests(request),
    sends: [request],
    replies: replies.map((bytes, i) => ({
      bytes,
      says: describeReply(bytes),
      masks: timesIn(bytes, i, sentAt, isNow),
    })),
    hangup: false,
    closes: closed,
    bindings: [],
    times: undefined,
  };
}

function timesIn(bytes: Uint8Array, reply: number, sentAt: number, isNow: boolean): GoldenReply["masks"] {
  const opened = tryOpenFrame(bytes);
  if (opened?.inner === undefined || opened.message === undefined) return [];
  const masks: Mask[] = [];
  for (const { path, item } of walk(opened.message, opened.inner)) {
    const at = shorten(path);
    if (isTime(at, item, isNow)) {
      masks.push({ at, line: 0, is: "time", offset: Math.round(Number(item.value) - sentAt), within: WITHIN });
    } else if (isGeneratedKey(item)) {
      masks.push({ at, line: 0, is: "new-name", name: `key ${reply} ${at}`, like: GENERATED_KEY });
    }
  }
  return masks;
}

function isTime(path: string, item: Item, isNow: boolean): item is Extract<Item, { kind: "int" }> {
  const named = /\.(expiration|expires)$/.test(path) || (isNow && path === "result");
  return named && item.kind === "int" && item.value > 1_000_000_000n;
}

const GENERATED_KEY = "\\d{10,11}\\.\\d{3}";

function isGeneratedKey(item: Item): boolean {
  return item.kind === "bytes" && /^'\d{10,11}\.\d{3}'$/.test(notate(item, item.value));
}
