// Variations of a golden whose replies must be the same: other segment boundaries, pipelined calls, other encodings of
// the same values. Changes requests only, and only those that are complete frames with the usual structure.

import { frameOf, openFrame, splitFrames } from "../cbor/frame.ts";
import { encodeHead, encodeIndefinite, MAJOR } from "../cbor/head.ts";
import type { Item } from "../cbor/item.ts";
import type { ExchangeStep, Golden, Step } from "../golden/format.ts";

/** The variations by name; each returns undefined for a golden that it would not change. */
export const SHAPES: Readonly<Record<string, (golden: Golden) => Golden | undefined>> = {
  "the first bytes one a segment": (golden) => cut(golden, () => [1, 2, 3, 4, 5, 6]),
  "cut at random": (golden) =>
    cut(golden, (length, random) => [1, 2, 3].map(() => 1 + Math.floor(random() * (length - 1)))),
  "one segment a step": (golden) =>
    changed(golden, (step) => (step.sends.length > 1 ? [Buffer.concat(step.sends)] : step.sends)),
  "calls pipelined": pipelined,
  "longer heads": (golden) => reshaped(golden, { indicator: 3, indefinite: false, textKeys: false }),
  "indefinite lengths": (golden) => reshaped(golden, { indicator: undefined, indefinite: true, textKeys: false }),
  "keys and methods as text": (golden) => reshaped(golden, { indicator: undefined, indefinite: false, textKeys: true }),
  "frames in chunks": (golden) => changed(golden, (step) => step.sends.map(inChunks)),
};

function changed(golden: Golden, change: (step: ExchangeStep) => readonly Uint8Array[]): Golden | undefined {
  let isOther = false;
  const steps = golden.steps.map((step): Step => {
    if (step.kind === "wait" || step.bindings.length > 0) return step;
    const sends = change(step);
    const same =
      sends.length === step.sends.length &&
      sends.every((each, i) => Buffer.from(each).equals(step.sends[i] ?? each.subarray(1)));
    isOther ||= !same;
    return same ? step : { ...step, sends };
  });
  return isOther ? { ...golden, steps } : undefined;
}

type Cuts = (length: number, random: () => number) => readonly number[];

/** Cuts the requests into segments, at the same places in every run. */
function cut(golden: Golden, places: Cuts): Golden | undefined {
  let state = golden.id.length + 1;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return changed(golden, ({ sends }) => {
    const all = Buffer.concat(sends);
    const at = [...new Set([0, ...places(all.length, random), all.length])].filter((each) => each <= all.length);
    at.sort((a, b) => a - b);
    return at.slice(1).map((end, i) => all.subarray(at[i], end));
  });
}

/** Merges consecutive steps of one connection, unless something depends on their timing. */
function pipelined(golden: Golden): Golden | undefined {
  const isPlain = (step: Step) =>
    step.kind === "exchange" &&
    !step.closes &&
    !step.hangup &&
    step.bindings.length === 0 &&
    step.replies.every(({ masks }) => masks.length === 0);
  if (!golden.steps.every(isPlain)) return undefined;
  const steps: ExchangeStep[] = [];
  for (const step of golden.steps) {
    const last = steps.at(-1);
    if (step.kind === "wait") return undefined;
    if (last === undefined || last.conn !== step.conn) steps.push(step);
    else {
      const sends = [Buffer.concat([...last.sends, ...step.sends])];
      steps[steps.length - 1] = {
        ...last,
        sends,
        replies: [...last.replies, ...step.replies],
        call: [...last.call, ...step.call],
      };
    }
  }
  return steps.length < golden.steps.length ? { ...golden, steps } : undefined;
}

type Encoding = {
  /** Width indicator of all heads; undefined: the shortest. */
  readonly indicator: number | undefined;
  readonly indefinite: boolean;
  /** Whether byte-string map keys and the method's name become text strings. */
  readonly textKeys: boolean;
};

function reshaped(golden: Golden, encoding: Encoding): Golden | undefined {
  return changed(golden, (step) =>
    step.sends.length === 1 ? step.sends.map((sent) => encodedAll(sent, encoding)) : step.sends,
  );
}

/** Encodes every complete frame differently; other bytes stay unchanged. */
function encodedAll(sent: Uint8Array, encoding: Encoding): Uint8Array {
  const { frames, rest } = splitFrames(sent);
  return Buffer.concat([...frames.map((frame) => encodedFrame(frame, encoding)), rest]);
}

function encodedFrame(frame: Uint8Array, encoding: Encoding): Uint8Array {
  const { inner, message, outer } = openFrame(frame);
  const isUsual =
    message?.kind === "map" && inner !== undefined && message.end === inner.length && outer.end === frame.length;
  if (!isUsual || frame.length > LARGEST || message.indefinite) return frame;
  return frameOf(encoded(message, inner, encoding, true));
}

/** Larger frames test size limits, which another encoding would change. */
const LARGEST = 16_384;

function encoded(item: Item, bytes: Uint8Array, encoding: Encoding, isMessage: boolean): Buffer {
  const { indicator, indefinite, textKeys } = encoding;
  const inside = (child: Item) => encoded(child, bytes, encoding, false);
  const asItIs = () => Buffer.from(bytes.subarray(item.at, item.end));
  if (item.kind === "array" && !item.indefinite) {
    return container(MAJOR.array, item.items.map(inside), item.items.length, encoding);
  }
  if (item.kind === "map" && !item.indefinite) {
    const parts = item.entries.flatMap(({ key, value }) => {
      const isMethod = isMessage && textKeys && isAscii(key, "method") && isAscii(value);
      return [textKeys && isAscii(key) ? text(key) : inside(key), isMethod ? text(value) : inside(value)];
    });
    return container(MAJOR.map, parts, item.entries.length, encoding);
  }
  if ((item.kind === "bytes" || item.kind === "text") && item.chunks === undefined) {
    const major = MAJOR[item.kind];
    if (indefinite && item.value.length > 1) {
      return encodeIndefinite(
        major,
        [item.value.subarray(0, 1), item.value.subarray(1)].map((part) => chunk(major, part)),
      );
    }
    return Buffer.concat([encodeHead(major, item.value.length, indicator), item.value]);
  }
  if (item.kind === "int" && item.value >= 0n) return encodeHead(MAJOR.unsigned, item.value, indicator);
  if (item.kind === "int") return encodeHead(MAJOR.negative, -1n - item.value, indicator);
  if (item.kind === "tag" && item.tag === 128n)
    return Buffer.concat([encodeHead(MAJOR.tag, 128, indicator), inside(item.content)]);
  // Floats have no other encoding that is certain to be equivalent; the contents of other tags are opaque.
  return asItIs();
}

const chunk = (major: number, part: Uint8Array) => Buffer.concat([encodeHead(major, part.length), part]);

function container(
  major: number,
  parts: readonly Buffer[],
  count: number,
  { indicator, indefinite }: Encoding,
): Buffer {
  if (indefinite) return encodeIndefinite(major, parts);
  return Buffer.concat([encodeHead(major, count, indicator), ...parts]);
}

function isAscii(item: Item, wanted?: string): boolean {
  if (item.kind !== "bytes" || item.chunks !== undefined) return false;
  const value = Buffer.from(item.value).toString("latin1");
  return wanted === undefined ? /^[\x20-\x7e]*$/.test(value) : value === wanted;
}

function text(item: Item): Buffer {
  const value = item.kind === "bytes" ? item.value : new Uint8Array();
  return Buffer.concat([encodeHead(MAJOR.text, value.length), value]);
}

/** Splits the byte string of every complete frame into chunks. */
function inChunks(sent: Uint8Array): Uint8Array {
  const { frames, rest } = splitFrames(sent);
  const parts = frames.map((frame) => {
    const { inner, outer } = openFrame(frame);
    if (inner === undefined || outer.end !== frame.length || inner.length < 4 || frame.length > LARGEST) return frame;
    const chunks = [inner.subarray(0, 3), inner.subarray(3, 3), inner.subarray(3)];
    return Buffer.concat([
      encodeHead(MAJOR.tag, 24),
      encodeIndefinite(
        MAJOR.bytes,
        chunks.map((part) => chunk(MAJOR.bytes, part)),
      ),
    ]);
  });
  return Buffer.concat([...parts, rest]);
}
