// The judge: (expected replies, received replies) -> every difference. Pure; it does not know whether the replies come
// from a live daemon or from a file.

import { type Frame, openFrame, tryOpenFrame } from "../cbor/frame.ts";
import { encodeFrameHead } from "../cbor/frame-head.ts";
import { shorten } from "../cbor/path.ts";
import { describeReply } from "../golden/describe.ts";

import type { Choice, ExchangeStep, GoldenReply, WaitStep } from "../golden/format.ts";
import type { Mask } from "../golden/mask.ts";
import { likelyCounts } from "./chance.ts";
import { compareMessages, type ItemDifference, type Message } from "./compare.ts";
import type { CompareLevel, Difference, DifferenceKind } from "./difference.ts";
import { type ErrorLevel, errorsCount } from "./failing-answers.ts";
import { judgeMask, type Moment, maskedBytes } from "./mask.ts";

/** What a daemon sent in one exchange. */
export type PlayedStep = {
  readonly step: number;
  /** Seconds since the epoch when the request was written, and when the last reply had arrived. */
  readonly sentAt: number;
  readonly receivedAt: number;
  /** Complete frames in the order of arrival. */
  readonly replies: readonly Uint8Array[];
  /** Bytes after them that are not a complete frame. */
  readonly rest: Uint8Array;
  /** Whether the server closed the connection. */
  readonly closed: boolean;
};

export type Judgement = {
  readonly differences: readonly Difference[];
  readonly bytes: ByteCount;
};

/** How many bytes of the golden's replies were compared, and how many were not because of masks. */
export type ByteCount = { readonly compared: number; readonly masked: number };

/** The expected replies: the steps of a golden, or the replies of another daemon. */
export type Expectation = { readonly steps: readonly (Pick<WaitStep, "kind"> | ExpectedStep)[] };
export type ExpectedStep = Pick<ExchangeStep, "kind" | "number" | "replies" | "closes">;

/** Every difference of a case that counts. Steps that were not played are ignored. */
export function judge(
  expected: Expectation,
  played: readonly PlayedStep[],
  level: CompareLevel,
  errors: ErrorLevel = "exact",
): Judgement {
  const names = new Map<string, Message>();
  const answers = byStep(played);
  const momentOf = (step: number) => answers.get(step);
  const differences: Difference[] = [];
  const bytes = { compared: 0, masked: 0 };
  for (const step of expected.steps) {
    const answer = step.kind === "exchange" ? answers.get(step.number) : undefined;
    if (step.kind === "wait" || answer === undefined) continue;
    const draws: Draw[] = [];
    for (const [i, reply] of step.replies.entries()) {
      const got = answer.replies[i];
      if (got === undefined) continue;
      const context = { level, errors, names, asked: answer, momentOf };
      const draw = reply.choices && { choices: reply.choices, at: choiceOf(reply.choices, got) };
      if (draw !== undefined) draws.push(draw);
      const found = draw === undefined ? judgeReply(reply, got, context) : judgeDrawn(draw, got, context);
      differences.push(...found.map((each) => ({ ...each, step: step.number, reply: i + 1 })));
      const masked = maskedIn(reply);
      bytes.masked += masked;
      bytes.compared += reply.bytes.length - masked;
    }
    differences.push(...judgeConnection(step, answer), ...judgeTally(step, draws));
  }
  return { differences, bytes };
}

/** The played steps by number. Cached for each list, since a case may be judged after each step. */
function byStep(played: readonly PlayedStep[]): ReadonlyMap<number, PlayedStep> {
  const known = indexes.get(played) ?? new Map(played.map((answer) => [answer.step, answer]));
  indexes.set(played, known);
  return known;
}

const indexes = new WeakMap<readonly PlayedStep[], ReadonlyMap<number, PlayedStep>>();

type Found = Omit<Difference, "step" | "reply">;

type Context = {
  readonly level: CompareLevel;
  readonly errors: ErrorLevel;
  readonly names: Map<string, Message>;
  readonly asked: Moment;
  momentOf(step: number): Moment | undefined;
};

/** The possible outcomes of a random reply, and the index of the one received; -1 for none of them. */
type Draw = { readonly choices: readonly Choice[]; readonly at: number };

/** The differences from the outcome received, or from the first one if it is none of them. */
function judgeDrawn({ choices, at }: Draw, got: Uint8Array, context: Context): Found[] {
  const choice = choices[at] ?? choices[0];
  return choice === undefined ? [] : judgeReply({ ...choice, masks: [] }, got, context);
}

const isSame = (a: Uint8Array, b: Uint8Array) => a.length === b.length && Buffer.compare(a, b) === 0;

/** Checks how often each outcome occurred in all random replies of a step. */
function judgeTally(step: ExpectedStep, draws: readonly Draw[]): Difference[] {
  const [first] = draws;
  if (first === undefined) return [];
  return first.choices.flatMap(({ says, share }, at) => {
    const count = draws.filter((draw) => draw.at === at).length;
    const { least, most } = likelyCounts(draws.length, share);
    if (count >= least && count <= most) return [];
    const expected = `${says} in ${least} to ${most} of ${draws.length} draws`;
    const base = { step: step.number, reply: 0, path: "tally", kind: "value", offset: undefined } as const;
    return [{ ...base, expected, got: `in ${count}` }];
  });
}

/** The index of the outcome that a reply equals, apart from wrapping and the order of map entries; -1 for none. */
function choiceOf(choices: readonly Choice[], got: Uint8Array): number {
  const same = choices.findIndex(({ bytes }) => isSame(bytes, got));
  return same >= 0 ? same : choices.findIndex((choice) => isLike(choice, got));
}

function isLike(choice: Choice, got: Uint8Array): boolean {
  const [wanted, came] = [openFrame(choice.bytes), tryOpenFrame(got)].map((frame) => frame && messageOf(frame));
  if (wanted === undefined || came === undefined) return false;
  return compareMessages(wanted, came, "python", () => undefined).length === 0;
}

function judgeReply(golden: GoldenReply, got: Uint8Array, context: Context): Found[] {
  const { level } = context;
  if (golden.masks.length === 0 && isSame(golden.bytes, got)) return [];
  const expected = openFrame(golden.bytes);
  const came = tryOpenFrame(got);
  const wanted = messageOf(expected);
  const message = came === undefined ? undefined : messageOf(came);
  const unlike = (expected.inner === undefined) !== (came?.inner === undefined);
  if (came === undefined || message === undefined || wanted === undefined || unlike)
    return [wholeFrame("malformed", golden.bytes, got)];
  const maskAt = (path: string) => golden.masks.find((mask) => mask.at === shorten(path));
  const found = compareMessages(wanted, message, level, (path, a, b) => {
    const mask = maskAt(path);
    if (mask === undefined) return undefined;
    return judgeMask(mask, path, { item: a, bytes: wanted.bytes }, { item: b, bytes: message.bytes }, context);
  });
  const all = [...judgeWrapping(expected, came, level), ...found.map((each) => place(each, came))];
  const counts = errorsCount(context.errors, expected, came);
  return all.filter(({ path }) => counts(path));
}

/** The message of a frame, or the outer item if the frame wraps none. */
function messageOf({ inner, message, outer, bytes }: Frame): Message | undefined {
  if (inner === undefined) return { item: outer, bytes };
  return message === undefined ? undefined : { item: message, bytes: inner };
}

/** Compares the heads around the message, and bytes after it. A Python client accepts any wrapping. */
function judgeWrapping(expected: Frame, came: Frame, level: CompareLevel): Found[] {
  const { inner, message } = came;
  if (inner === undefined || message === undefined || expected.inner === undefined) return [];
  const found: Found[] = [];
  if (message.end < inner.length) {
    const got = notateBytes(inner.subarray(message.end));
    const offset = innerOffset(came);
    found.push({
      path: "frame",
      kind: "trailing-bytes",
      expected: "nothing after the message",
      got,
      offset: offset === undefined ? undefined : offset + message.end,
    });
  }
  const wanted = encodeFrameHead(inner.length);
  const wrap = came.bytes.subarray(0, came.bytes.length - inner.length);
  if (level !== "python" && !wanted.equals(wrap)) {
    found.push({ path: "frame", kind: "width", expected: notateBytes(wanted), got: notateBytes(wrap), offset: 0 });
  }
  return found;
}

function judgeConnection(step: ExpectedStep, { replies, rest, closed }: PlayedStep): Difference[] {
  const base = { step: step.number, path: "connection", offset: undefined };
  const found: Difference[] = [];
  const missing = step.replies[replies.length];
  if (missing !== undefined) {
    const count = step.replies.length === 1 ? "" : ` (${replies.length} of ${step.replies.length} replies came)`;
    found.push({
      ...base,
      reply: replies.length + 1,
      kind: rest.length > 0 ? "malformed" : closed ? "closed" : "no-reply",
      expected: missing.says,
      got: `${rest.length > 0 ? notateBytes(rest) : closed ? "the connection closed" : "no reply in time"}${count}`,
    });
  }
  for (const [i, extra] of replies.slice(step.replies.length).entries()) {
    const reply = step.replies.length + i + 1;
    found.push({ ...base, reply, kind: "extra", expected: "no further reply", got: describeReply(extra) });
  }
  if (missing === undefined && rest.length > 0) {
    const reply = replies.length;
    found.push({ ...base, reply, kind: "trailing-bytes", expected: "nothing after the reply", got: notateBytes(rest) });
  }
  if (missing === undefined && closed !== step.closes) {
    const kind = closed ? "closed" : "not-closed";
    const state = (shut: boolean) => (shut ? "the connection closed" : "the connection open");
    found.push({ ...base, reply: 0, kind, expected: state(step.closes), got: state(closed) });
  }
  return found;
}

function maskedIn(reply: GoldenReply): number {
  if (reply.masks.length === 0) return 0;
  let masked = 0;
  const wanted = messageOf(openFrame(reply.bytes));
  if (wanted === undefined) return 0;
  const isCovered = (path: string): Mask | undefined => reply.masks.find((mask) => mask.at === shorten(path));
  compareMessages(wanted, wanted, "bytes", (path, item) => {
    if (isCovered(path) === undefined) return undefined;
    masked += maskedBytes(item);
    return [];
  });
  return masked;
}

function place({ path, kind, expected, got, note, item }: ItemDifference, frame: Frame): Found {
  const start = innerOffset(frame);
  return {
    path: shorten(path),
    kind,
    expected,
    got,
    ...(note === undefined ? {} : { note }),
    offset: item === undefined || start === undefined ? undefined : start + item.at,
  };
}

/** Offset of the message in the frame; undefined if the byte string is chunked. */
function innerOffset({ outer, inner }: Frame): number | undefined {
  if (inner === undefined) return 0;
  if (outer.kind !== "tag" || outer.content.kind !== "bytes" || outer.content.chunks !== undefined) return undefined;
  return outer.content.at + outer.content.head;
}

function wholeFrame(kind: DifferenceKind, expected: Uint8Array, got: Uint8Array): Found {
  return { path: "frame", kind, expected: describeReply(expected), got: describeReply(got), offset: 0 };
}

function notateBytes(bytes: Uint8Array): string {
  const shown = bytes.subarray(0, 64);
  return `h'${Buffer.from(shown).toString("hex")}'${bytes.length > 64 ? ` and ${bytes.length - 64} bytes more` : ""}`;
}
