// Names the probable cause of a difference, by which differences are grouped: the method with its options, the path in
// the reply, and the kind of the difference.
import type { Item } from "../cbor/item.ts";
import { shorten } from "../cbor/path.ts";
import { stringOf } from "../cbor/reading.ts";
import type { Difference } from "../judge/difference.ts";
import { callIn } from "../protocol/call.ts";

/** `get_work(lease_time, max_jobs) [0]: type`. @param frames the request frames of the session, one a step */
export function causeOf(frames: readonly Uint8Array[], difference: Difference): string {
  const request = frames[difference.step - 1];
  const call = request === undefined ? undefined : callIn(request);
  const options = (call?.params ?? [])
    .flatMap((param) => (param.kind === "map" ? param.entries.map(({ key }) => keyOf(key)) : []))
    .slice(0, MOST_OPTIONS)
    .sort();
  const place = shorten(difference.path)
    .replace(/\[\d+\]/g, "[]")
    .replace(/\['[^']*'\]|\["[^"]*"\]/g, "[key]");
  return `${call?.method ?? "a message of another shape"}(${options.join(", ")}) ${place}: ${difference.kind}`;
}

/** A byte or text string as UTF-8 text. */
const keyOf = (key: Item) => Buffer.from(stringOf(key) ?? "?", "latin1").toString();

/** Limits the names listed, since maps of data have arbitrary keys that say nothing about the call. */
const MOST_OPTIONS = 5;
