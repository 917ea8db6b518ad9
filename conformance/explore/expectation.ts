// Converts the replies of the reference to expectations for the other daemon: the same bytes, with masks for times and
// for generated unit keys.
import { tryOpenFrame } from "../cbor/frame.ts";
import type { Item } from "../cbor/item.ts";
import { notate } from "../cbor/notation.ts";
import { shorten, walk } from "../cbor/path.ts";
import { describeReply } from "../golden/describe.ts";
import type { GoldenReply } from "../golden/format.ts";
import type { Mask } from "../golden/mask.ts";
import type { ExpectedStep, PlayedStep } from "../judge/judge.ts";

/** Tolerance in seconds between the times of two daemons: each rounds down, and may answer some tenths late. */
const WITHIN = 1.5;

/** @param exact whether times and generated keys must be equal too, i.e. no masks */
export function expectation(answers: readonly PlayedStep[], exact = false): { steps: ExpectedStep[] } {
  const steps = answers.map(({ step, replies, closed, sentAt }): ExpectedStep => {
    const expected = replies.map((bytes, reply) => ({
      bytes,
      says: describeReply(bytes),
      masks: exact ? [] : timesIn(bytes, reply, sentAt),
    }));
    return { kind: "exchange", number: step, replies: expected, closes: closed };
  });
  return { steps };
}

function timesIn(bytes: Uint8Array, reply: number, sentAt: number): GoldenReply["masks"] {
  const opened = tryOpenFrame(bytes);
  if (opened?.inner === undefined || opened.message === undefined) return [];
  const masks: Mask[] = [];
  for (const { path, item } of walk(opened.message, opened.inner)) {
    const at = shorten(path);
    if (item.kind === "int" && at.endsWith(".age_seconds")) {
      masks.push({ at, line: 0, is: "one-of", of: [item.value - 1n, item.value, item.value + 1n].map(String) });
    } else if (item.kind === "int" && isTime(at, item.value)) {
      masks.push({ at, line: 0, is: "time", offset: Number(item.value) - sentAt, within: WITHIN });
    } else if (isGeneratedKey(item)) {
      masks.push({ at, line: 0, is: "new-name", name: `key ${reply} ${at}`, like: GENERATED_KEY });
    }
  }
  return masks;
}

/** Whether it is a time: a field with such a name, or the result of `now`, the only method with a number of this size. */
function isTime(path: string, value: bigint): boolean {
  const named =
    /(\.|\[')(expiration|expires)('\])?$/.test(path) || /^(result|message(\[\d+\])+\['result'\])$/.test(path);
  return named && value > 1_000_000_000n;
}

const GENERATED_KEY = "\\d{10,11}\\.\\d{3}";

function isGeneratedKey(item: Item): boolean {
  return item.kind === "bytes" && /^'\d{10,11}\.\d{3}'$/.test(notate(item, item.value));
}
