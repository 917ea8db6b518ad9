// What may stand in a mask: a time near the request, a name the server made up, one of listed values. Whatever its kind, a
// mask checks the major type and head of what it covers (at level python: that the client reads the same type).

import { type Item, majorOf } from "../cbor/item.ts";
import { notate, shortestHead } from "../cbor/notation.ts";
import { isString } from "../cbor/reading.ts";
import { GENERATED_KEY } from "../golden/lines.ts";
import type { Mask } from "../golden/mask.ts";
import { matchesWhole } from "../golden/masks.ts";
import type { ItemDifference, Message } from "./compare.ts";
import type { CompareLevel } from "./difference.ts";
import { pythonKey, pythonValue } from "./python-value.ts";

/** From when to when an exchange went on: seconds since the epoch, by the clock that the daemon's times are measured with. */
export type Moment = { readonly sentAt: number; readonly receivedAt: number };

/** What a mask is judged by: when the request was made, and the names bound so far (each as the item's whole bytes). */
export type MaskContext = {
  readonly level: CompareLevel;
  /** When the exchange was made that is judged. */
  readonly asked: Moment;
  /** When the exchange of a number was made; undefined when it was not played. */
  momentOf(step: number): Moment | undefined;
  readonly names: Map<string, Message>;
};

/** The differences of what came in a mask; none when it is allowed. Binds the name of a `new name` mask. */
export function judgeMask(
  mask: Mask,
  path: string,
  expected: Message,
  got: Message,
  context: MaskContext,
): ItemDifference[] {
  const differ = (kind: "type" | "width" | "value", wanted: string): ItemDifference[] => [
    { path, kind, expected: wanted, got: notate(got.item, got.bytes), item: got.item },
  ];
  switch (mask.is) {
    case "time":
      return judgeHead(expected, got, context.level, differ) ?? judgeTime(mask, got.item, context, differ);
    case "age":
      return judgeAge(mask.since, got.item, context, differ);
    case "new-name": {
      const wrong = judgeHead(expected, got, context.level, differ);
      if (wrong !== undefined) return wrong;
      context.names.set(mask.name, got);
      const { item } = got;
      const isName = isString(item) && matchesWhole(mask.like, item.value);
      const fits = isName && (mask.like !== GENERATED_KEY || isTimeOf(item.value, context.asked));
      return fits ? [] : differ("value", `a name like ${mask.like}`);
    }
    case "name": {
      const bound = context.names.get(mask.name) ?? expected;
      return same(bound, got, context.level) ? [] : differ("value", notate(bound.item, bound.bytes));
    }
    case "one-of":
      return mask.of.includes(notate(got.item, got.bytes)) ? [] : differ("value", `one of ${mask.of.join(" ")}`);
    default:
      return mask satisfies never;
  }
}

/** Whether a name that is a time, in seconds with three decimals, is that of an exchange. */
function isTimeOf(name: Uint8Array, { sentAt, receivedAt }: Moment): boolean {
  const time = Number(Buffer.from(name).toString("latin1"));
  return time >= sentAt - CLOCK_STEP && time <= receivedAt + CLOCK_STEP;
}

/** How many of an item's bytes a mask leaves unchecked: all but the initial byte or, for strings and containers, the head. */
export function maskedBytes(item: Item): number {
  const checked = item.kind === "int" || item.kind === "float" || item.kind === "simple" ? 1 : item.head;
  return item.end - item.at - checked;
}

type Differ = (kind: "type" | "width" | "value", wanted: string) => ItemDifference[];

function judgeHead(expected: Message, got: Message, level: CompareLevel, differ: Differ): ItemDifference[] | undefined {
  const wanted = notate(expected.item, expected.bytes);
  if (level === "python") {
    const same = pythonValue(expected.item, expected.bytes).type === pythonValue(got.item, got.bytes).type;
    return same ? undefined : differ("type", wanted);
  }
  if (majorOf(expected.item) !== majorOf(got.item)) return differ("type", wanted);
  return expected.bytes[expected.item.at] === got.bytes[got.item.at] ? undefined : differ("width", wanted);
}

function judgeTime(
  mask: Extract<Mask, { is: "time" }>,
  item: Item,
  context: MaskContext,
  differ: Differ,
): ItemDifference[] {
  const value = item.kind === "int" || item.kind === "float" ? Number(item.value) : NaN;
  const { sentAt, receivedAt } = momentOf(mask.since, context);
  const earliest = sentAt + mask.offset - mask.within - CLOCK_STEP;
  const latest = receivedAt + mask.offset + mask.within + CLOCK_STEP;
  // Whole seconds are rounded down.
  const fits = value >= (item.kind === "int" ? Math.floor(earliest) : earliest) && value <= latest;
  if (fits) return [];
  const note = Number.isFinite(value) ? `asked ${mask.offset} s, got ${roundly(value - sentAt)} s` : undefined;
  const found = differ("value", `a time from ${earliest.toFixed(3)} to ${latest.toFixed(3)}`);
  return found.map((each) => ({ ...each, note }));
}

/** Seconds as people say them. */
const roundly = (seconds: number) => (Math.abs(seconds) < 10 ? Number(seconds.toFixed(1)) : Math.round(seconds));

function judgeAge(since: number, item: Item, context: MaskContext, differ: Differ): ItemDifference[] {
  // Its head depends on its size, so that only its type and the shortest head can be asked for.
  if (item.kind !== "int") return differ("type", "an age in whole seconds");
  if (context.level !== "python" && item.head !== shortestHead(item.value)) return differ("width", "the shortest head");
  const set = momentOf(since, context);
  const least = Math.max(0, Math.floor(context.asked.sentAt - set.receivedAt - CLOCK_STEP));
  const most = context.asked.receivedAt - set.sentAt + CLOCK_STEP;
  const value = Number(item.value);
  return value >= least && value <= most ? [] : differ("value", `an age from ${least} to ${most.toFixed(3)} s`);
}

/** Seconds that two readings of one machine's clock may be apart: it is read in milliseconds here, and rounded there. */
const CLOCK_STEP = 0.005;

const momentOf = (since: number | undefined, { asked, momentOf }: MaskContext): Moment =>
  (since === undefined ? undefined : momentOf(since)) ?? asked;

function same(bound: Message, got: Message, level: CompareLevel): boolean {
  if (level === "python") return pythonKey(bound.item, bound.bytes) === pythonKey(got.item, got.bytes);
  const bytes = ({ item, bytes }: Message) => bytes.subarray(item.at, item.end);
  return Buffer.from(bytes(bound)).equals(bytes(got));
}
