// The judge: (what must come, what was answered) -> every difference. Pure; it does not know whether the answers come from a live
// daemon or from recorded replies of one.
import { type Frame, openFrame, tryOpenFrame } from "../cbor/frame.ts";
import { shorten } from "../cbor/path.ts";
import { describeReply } from "../golden/describe.ts";

import type { Choice, ExchangeStep, GoldenReply, WaitStep } from "../golden/format.ts";
import type { Mask } from "../golden/mask.ts";
import { likelyCounts } from "./chance.ts";
import { compareMessages, type ItemDifference, type Message } from "./compare.ts";
import type { CompareLevel, Difference, DifferenceKind } from "./difference.ts";
import { type ErrorLevel, errorsCount } from "./failing-answers.ts";
import { judgeMask, type Moment, maskedBytes } from "./mask.ts";

/** What a daemon answered to one exchange step. */
export type PlayedStep = {
  readonly step: number;
  /** Seconds since the epoch when the request was written and when the last reply was there. */
  readonly sentAt: number;
  readonly receivedAt: number;
  /** Whole frames, in the order they came. */
  readonly replies: readonly Uint8Array[];
  /** What came after them and is no whole frame. */
  readonly rest: Uint8Array;
  /** Whether the server closed the connection. */
  readonly closed: boolean;
};

export type Judgement = {
  readonly differences: readonly Difference[];
  readonly bytes: ByteCount;
};

/** Bytes of the golden's replies that were checked, and that masks left unchecked. */
export type ByteCount = { readonly compared: number; readonly masked: number };

/** What must come: the steps of a golden, or those that another daemon answered. */
export type Expectation = { readonly steps: readonly (Pick<WaitStep, "kind"> | ExpectedStep)[] };
export type ExpectedStep = Pick<ExchangeStep, "kind" | "number" | "replies" | "closes">;

/** Every difference of a case that counts; steps that were not played are not judged. */
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

/** The answers by the numbers of their steps, made once for each list of them: a case may be judged step by step. */
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

/** What a reply that is drawn by lot may be, and which of it came; -1 for none. */
type Draw = { readonly choices: readonly Choice[]; readonly at: number };

/** What differs is told of the choice that came, else of the first. */
function judgeDrawn({ choices, at }: Draw, got: Uint8Array, context: Context): Found[] {
  const choice = choices[at] ?? choices[0];
  return choice === undefined ? [] : judgeReply({ ...choice, masks: [] }, got, context);
}

const isSame = (a: Uint8Array, b: Uint8Array) => a.length === b.length && Buffer.compare(a, b) === 0;

/** How often each choice came in all draws of a step. */
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

/** Which choice a reply is, its wrapping and the order of its entries aside; -1 for none. */
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

/** The message of a frame, or the whole frame where it wraps none. */
function messageOf({ inner, message, outer, bytes }: Frame): Message | undefined {
  if (inner === undefined) return { item: outer, bytes };
  return message === undefined ? undefined : { item: message, bytes: inner };
}

/** The heads around the message, and bytes after it. A Python client reads any of them. */
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
  const wanted = Buffer.from(shortestWrap(inner.length));
  const wrap = came.bytes.subarray(0, came.bytes.length - inner.length);
  if (level !== "python" && !wanted.equals(wrap)) {
    found.push({ path: "frame", kind: "width", expected: notateBytes(wanted), got: notateBytes(wrap), offset: 0 });
  }
  return found;
}

/** Tag 24 and the shortest head of a byte string of that length: the only wrapping that servers write. */
function shortestWrap(length: number): number[] {
  if (length < 24) return [0xd8, 0x18, 0x40 + length];
  const width = length < 0x100 ? 1 : length < 0x10000 ? 2 : 4;
  const digits = Array.from({ length: width }, (_, i) => Math.floor(length / 256 ** (width - 1 - i)) % 256);
  return [0xd8, 0x18, 0x58 + Math.log2(width), ...digits];
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

/** Where the message starts in the frame; undefined when its bytes are scattered over chunks. */
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
