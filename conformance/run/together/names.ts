// Keeps the names of cases that share a daemon distinct: each name in a request that could collide gets a prefix (the
// mark), which is removed from the replies, so that the judge sees the names of the golden.

import { replaceItems, splitFrames, tryOpenFrame } from "../../cbor/frame.ts";
import { encodeHead, indicatorOf, MAJOR, shortestHead } from "../../cbor/head.ts";
import type { Item, StringItem } from "../../cbor/item.ts";
import { elementsOf, fieldOf, isString, stringOf } from "../../cbor/reading.ts";
import type { Golden } from "../../golden/format.ts";
import { type Call, callIn } from "../../protocol/call.ts";

/** The calls of a golden; undefined if one of its requests is not a plain call. */
export function callsOf({ steps }: Golden): Call[] | undefined {
  const calls = steps.flatMap((step) =>
    step.kind === "wait" ? [] : splitFrames(Buffer.concat(step.sends)).frames.map((frame) => callIn(frame)),
  );
  return calls.every((call) => call !== undefined) ? calls : undefined;
}

/** The names in calls that are global, as Latin-1: work specs, workers, locks and their owners. */
export function namesIn(calls: readonly Call[]): ReadonlySet<string> {
  return new Set(calls.flatMap(namedIn).map((item) => stringOf(item) ?? ""));
}

/**
 * The items of a call that hold such names, in byte order. Keys of units are not included, since they belong to their
 * work spec.
 */
function namedIn(call: Call): StringItem[] {
  const [first, second, , , fifth] = call.params;
  const found = [
    ...(call.method === "set_work_spec" ? ["name", "then"].map((field) => fieldOf(first, field)) : [first]),
    fieldOf(second, "worker_id"),
    ...elementsOf(fieldOf(second, "work_spec_names")),
    ...labelsIn(call),
    call.method === "worker_heartbeat" ? fifth : undefined,
  ];
  const third = call.method === "update_work_unit" ? fieldOf(call.params[2], "worker_id") : undefined;
  const items = [...found, third]
    .filter((item) => isString(item))
    .filter(({ chunks, value }) => chunks === undefined && value.length > 0);
  return [...new Set(items)].toSorted((a, b) => a.at - b.at);
}

/** The first labels of the lock paths in a call. */
export const labelsIn = (call: Call) => pathsIn(call).flatMap((path) => elementsOf(path)[0] ?? []);

/** The lock paths in a call. */
export function pathsIn({ method, params }: Call): readonly Item[] {
  const place = PLACE_OF_PATHS[method];
  return place === undefined ? [] : elementsOf(params[place]);
}

const PLACE_OF_PATHS: Readonly<Record<string, number>> = { lock: 2, locksome: 2, renew: 2, unlock: 1, readlock: 0 };

/** The golden with the mark prefixed to each of its names. */
export function withMark(golden: Golden, mark: string): Golden {
  const marked = (frame: Uint8Array) => {
    const call = callIn(frame);
    const found = call === undefined ? [] : namedIn(call);
    return replaceItems(
      frame,
      found.map((item) => ({ item, by: rewritten(item, Buffer.concat([Buffer.from(mark), item.value])) })),
    );
  };
  return {
    ...golden,
    steps: golden.steps.map((step) =>
      step.kind === "wait"
        ? step
        : { ...step, sends: [Buffer.concat(splitFrames(joined(step.sends)).frames.map(marked))] },
    ),
  };
}

const joined = (segments: readonly Uint8Array[]) => Buffer.concat(segments);

/** A reply with the mark removed everywhere, also where error texts about locks print it as a list of byte values. */
export function withoutMark(reply: Uint8Array, mark: string): Uint8Array {
  const numbers = [...Buffer.from(mark)].map((byte) => `${byte} `).join("");
  const bytes = Buffer.from(reply.buffer, reply.byteOffset, reply.length);
  if (!bytes.includes(mark) && !bytes.includes(numbers)) return reply;
  const changes = stringsIn(tryOpenFrame(reply)?.message).flatMap((item) => {
    const text = Buffer.from(item.value).toString("latin1");
    const left = text.replaceAll(mark, "").replaceAll(numbers, "");
    return left === text ? [] : [{ item, by: rewritten(item, Buffer.from(left, "latin1")) }];
  });
  return replaceItems(reply, changes);
}

const MARK_LENGTH = 8;

/** A random mark of eight letters and digits. */
export function newMark(random: () => number = Math.random): string {
  const digits = Array.from({ length: MARK_LENGTH - 2 }, () => Math.floor(random() * 36).toString(36));
  return `m${digits.join("")}_`;
}

/** The string with other content; its head keeps its width, or becomes the shortest if it was the shortest. */
function rewritten(item: StringItem, content: Uint8Array): Uint8Array {
  const isShortest = item.head === shortestHead(item.value.length);
  const head = encodeHead(MAJOR[item.kind], content.length, isShortest ? undefined : indicatorOf(item.head));
  return Buffer.concat([head, content]);
}

/** Every string of definite length in an item, in byte order. */
function stringsIn(root: Item | undefined): StringItem[] {
  const found: StringItem[] = [];
  const left = root === undefined ? [] : [root];
  for (let item = left.pop(); item !== undefined; item = left.pop()) {
    if (isString(item) && item.chunks === undefined) found.push(item);
    else if (item.kind === "tag") left.push(item.content);
    else if (item.kind === "array") left.push(...item.items.toReversed());
    else if (item.kind === "map") {
      left.push(...item.entries.toReversed().flatMap(({ key, value }) => [value, key]));
    }
  }
  return found;
}
