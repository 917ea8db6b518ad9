// Finds the times in a recorded reply and the exchange that set each of them: the end of a lease depends on the call
// that granted or renewed it, not on the call that reads it.

import { openFrame } from "../cbor/frame.ts";
import type { Item } from "../cbor/item.ts";
import { findItem } from "../cbor/lookup.ts";
import { shorten, walk } from "../cbor/path.ts";
import { elementsOf, fieldOf, stringOf } from "../cbor/reading.ts";
import { answerIn, callIn, optionOf } from "../protocol/call.ts";

/** One request and its reply; `number` is that of the step. Times are in seconds since the epoch. */
export type Asked = {
  readonly number: number;
  readonly send: Uint8Array;
  readonly reply: Uint8Array;
  readonly sentAt: number;
  readonly receivedAt: number;
};

/** A time in a reply, `offset` seconds after the exchange of step `since` (undefined: the exchange of this reply). */
export type Time = { readonly at: string; readonly offset: number; readonly since?: number };

/** The times in the last exchange's reply for which the exchange that set them is known. */
export function timesIn(asked: readonly Asked[]): Time[] {
  const last = asked.at(-1);
  const call = last === undefined ? undefined : callIn(last.send);
  if (last === undefined || call === undefined) return [];
  if (call.method === "now" && findItem(last.reply, "result")?.item.kind === "int")
    return [{ at: "result", offset: 0 }];
  const { inner, message } = openFrame(last.reply);
  if (inner === undefined || message === undefined) return [];
  return [...walk(message, inner)].flatMap(({ path, item }) => {
    const at = shorten(path);
    const unit = isTime(item) ? unitAt(at, last, call) : undefined;
    const set = unit === undefined ? undefined : leaseOf(unit, Number(isTime(item) ? item.value : 0), asked);
    return set === undefined ? [] : [{ at, ...set }];
  });
}

const isTime = (item: Item): item is Extract<Item, { kind: "int" | "float" }> =>
  item.kind === "int" || item.kind === "float";

type Unit = { readonly spec: string; readonly key: string };

/** The unit whose lease ends at the time at this path; undefined if the path is not of such a time. */
function unitAt(at: string, { reply }: Asked, call: NonNullable<ReturnType<typeof callIn>>): Unit | undefined {
  const status = /^\[0\]\[(\d+)\]\.expiration$/.exec(at);
  if (status !== null && call.method === "get_work_unit_status") {
    const [spec, keys] = call.params;
    const key = elementsOf(keys)[Number(status[1])];
    return { spec: stringOf(spec) ?? "", key: stringOf(key) ?? "" };
  }
  const child = at.endsWith(".expires") ? findItem(reply, at.slice(0, -".expires".length))?.item : undefined;
  const [spec, key] = ["work_spec_name", "work_unit_key"].map((name) => stringOf(fieldOf(child, name)));
  return spec === undefined || key === undefined ? undefined : { spec, key };
}

/** The latest exchange that gave this unit a lease that ends at this time. */
function leaseOf(unit: Unit, ends: number, asked: readonly Asked[]): Omit<Time, "at"> | undefined {
  for (const each of asked.toReversed()) {
    const offset = leaseGiven(unit, each);
    if (offset === undefined) continue;
    const fits = ends >= Math.floor(each.sentAt + offset - 0.01) && ends <= each.receivedAt + offset + 0.01;
    if (fits) return each === asked.at(-1) ? { offset } : { offset, since: each.number };
  }
  return undefined;
}

/** The duration in seconds of the lease that an exchange gives to a unit; undefined if it gives none. */
function leaseGiven({ spec, key }: Unit, asked: Asked): number | undefined {
  const { call, answer } = readOnce(asked);
  if (call === undefined || answer.kind !== "result") return undefined;
  const { method, params } = call;
  const [result] = elementsOf(answer.item);
  if (method === "update_work_unit") {
    if (stringOf(params[0]) !== spec || stringOf(params[1]) !== key) return undefined;
    const seconds = wholeSeconds(optionOf(params[2], "lease_time"));
    return seconds >= 1 ? Math.min(seconds, UTMOST_SECONDS) : DEFAULT_SECONDS;
  }
  if (method !== "get_work" || result === undefined) return undefined;
  const [first] = elementsOf(result);
  const units = stringOf(first) === undefined ? elementsOf(result) : [result];
  const gives = units.some((given) => {
    const [name, handed] = elementsOf(given);
    return stringOf(name) === spec && stringOf(handed) === key;
  });
  const seconds = wholeSeconds(optionOf(params[1], "lease_time"));
  return gives ? (seconds >= 1 && seconds <= LONGEST_SECONDS ? seconds : DEFAULT_SECONDS) : undefined;
}

/** Caches parsed calls, since in a long case each is looked at many times. */
const known = new WeakMap<
  Asked,
  { readonly call: ReturnType<typeof callIn>; readonly answer: ReturnType<typeof answerIn> }
>();

function readOnce(asked: Asked) {
  const read = known.get(asked) ?? { call: callIn(asked.send), answer: answerIn([asked.reply], false) };
  known.set(asked, read);
  return read;
}

/** Duration of a lease without a `lease_time`, and the longest that get_work grants. */
const DEFAULT_SECONDS = 300;
const LONGEST_SECONDS = 86_400;
/** Limit of leases by update_work_unit: 2^63 nanoseconds. */
const UTMOST_SECONDS = 9_223_372_036;

const wholeSeconds = (item: Item | undefined) =>
  item !== undefined && isTime(item) ? Math.trunc(Number(item.value)) : 0;
