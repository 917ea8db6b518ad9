// Compares the replies of two daemons to one call, ignoring times, ages and names, which each daemon generates by
// itself.
import { tryOpenFrame } from "../cbor/frame.ts";
import type { Item } from "../cbor/item.ts";
import { shorten } from "../cbor/path.ts";
import { describeReply } from "../golden/describe.ts";
import { type AskMask, compareMessages, type Message } from "../judge/compare.ts";
import type { CompareLevel, Difference } from "../judge/difference.ts";
import { isAge, secondsFrom } from "../traffic/varying.ts";
import type { Names } from "./names.ts";

/** The reply of one daemon and when it got the call (seconds since the epoch); no reply: it closed the connection. */
type Answered = { readonly reply: Uint8Array | undefined; readonly sentAt: number };

export type Pair = {
  readonly primary: Answered;
  readonly secondary: Answered;
  /** Which of the two is assumed to be correct. */
  readonly right: "primary" | "secondary";
};

/** Allowed difference in seconds between two times, each relative to its request. */
const WITHIN = 3;

/** @param step the number of the call, for the differences */
export function compareReplies(pair: Pair, level: CompareLevel, names: Names, step: number): Difference[] {
  const { primary, secondary, right } = pair;
  const [wanted, came] = right === "primary" ? [primary, secondary] : [secondary, primary];
  if (wanted.reply === undefined || came.reply === undefined) {
    if (wanted.reply === came.reply) return [];
    const text = ({ reply }: Answered) => (reply === undefined ? "the connection closed" : describeReply(reply));
    const kind = came.reply === undefined ? "closed" : "not-closed";
    return [{ step, reply: 1, path: "connection", kind, expected: text(wanted), got: text(came), offset: undefined }];
  }
  const [expected, got] = [messageOf(wanted.reply), messageOf(came.reply)];
  if (expected === undefined || got === undefined) {
    if (Buffer.from(wanted.reply).equals(came.reply)) return [];
    const [a, b] = [describeReply(wanted.reply), describeReply(came.reply)];
    return [{ step, reply: 1, path: "frame", kind: "malformed", expected: a, got: b, offset: undefined }];
  }
  const mask: AskMask = (path, a, b) => {
    const [own, other] = right === "primary" ? [a, b] : [b, a];
    const [mine, its] = right === "primary" ? [expected, got] : [got, expected];
    const places = [
      { item: own, inner: mine.bytes },
      { item: other, inner: its.bytes },
    ] as const;
    const alike = sameTime(path, own, other, pair) || names.same(...places);
    return alike ? [] : undefined;
  };
  return compareMessages(expected, got, level, mask).map(({ path, kind, expected: e, got: g }) => ({
    step,
    reply: 1,
    path: shorten(path),
    kind,
    expected: e,
    got: g,
    offset: undefined,
  }));
}

function sameTime(path: string, own: Item, other: Item, { primary, secondary }: Pair): boolean {
  if (own.kind !== other.kind) return false;
  const at = shorten(path);
  if (isAge(at, own) && own.kind === "int" && other.kind === "int") {
    return Math.abs(Number(own.value) - Number(other.value)) <= WITHIN;
  }
  const [a, b] = [secondsFrom(primary.sentAt, own), secondsFrom(secondary.sentAt, other)];
  return a !== undefined && b !== undefined && Math.abs(a - b) <= WITHIN;
}

function messageOf(frame: Uint8Array): Message | undefined {
  const opened = tryOpenFrame(frame);
  if (opened?.inner === undefined || opened.message === undefined) return undefined;
  return { item: opened.message, bytes: opened.inner };
}
