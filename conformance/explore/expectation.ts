// What the first daemon answered as what must come from the second one: its bytes, with a mask for every time.
import { tryOpenFrame } from "../cbor/frame.ts";
import type { Item } from "../cbor/item.ts";
import { notate } from "../cbor/notation.ts";
import { shorten, walk } from "../cbor/path.ts";
import { describeReply } from "../golden/describe.ts";
import type { GoldenReply, Mask } from "../golden/format.ts";
import type { ExpectedStep, PlayedStep } from "../judge/judge.ts";
import { callIn } from "../protocol/call.ts";
import type { Session } from "./model.ts";

/** Seconds that two daemons may be apart when they round a time down or are slow to answer. */
const WITHIN = 3;

/** What must come for each answer of the first daemon. */
export function expectation(session: Session, answers: readonly PlayedStep[]): { steps: ExpectedStep[] } {
  const steps = answers.map(({ step, replies, closed, sentAt }, i): ExpectedStep => {
    const request = session[i];
    const isNow = request !== undefined && callIn(request)?.method === "now";
    const expected = replies.map((bytes, reply) => ({
      bytes,
      says: describeReply(bytes),
      masks: timesIn(bytes, reply, sentAt, isNow),
    }));
    return { kind: "exchange", number: step, replies: expected, closes: closed };
  });
  return { steps };
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
