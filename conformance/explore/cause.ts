// Groups differences by their probable cause, as a line of text: the method with its options, the place in the reply,
// and the kind of the difference.
import type { Item } from "../cbor/item.ts";
import { shorten } from "../cbor/path.ts";
import { stringOf } from "../cbor/reading.ts";
import type { Difference } from "../judge/difference.ts";
import { callIn } from "../protocol/call.ts";

/** `get_work(max_jobs, lease_time) [0]: type`. @param frames of the session in which it came */
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

/** A string as people read it. */
const keyOf = (key: Item) => Buffer.from(stringOf(key) ?? "?", "latin1").toString();

/** Data has keys of its own, which say nothing of the call. */
const MOST_OPTIONS = 5;
