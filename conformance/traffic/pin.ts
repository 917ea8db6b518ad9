// Makes get_work ask for the work spec that was chosen at random in the recording, so that a correct daemon hands out
// the same unit.
import { assemble } from "../cbor/assemble.ts";
import { replaceItems } from "../cbor/frame.ts";
import { findItem } from "../cbor/lookup.ts";
import { notate } from "../cbor/notation.ts";
import { stringOf } from "../cbor/reading.ts";

/** The request with the one work spec named; the request as it is when it has no options map to name it in. */
export function pinned(send: Uint8Array, spec: string): Uint8Array {
  const options = findItem(send, "params[1]");
  if (options?.item.kind !== "map") return send;
  const { item, inner } = options;
  if (item.kind !== "map") return send;
  const kept = item.entries
    .filter(({ key }) => stringOf(key)?.toLowerCase() !== "work_spec_names")
    .map(({ key, value }) => `${notate(key, inner)}: ${notate(value, inner)}`);
  const name = `h'${Buffer.from(spec, "latin1").toString("hex")}'`;
  return replaceItems(send, [{ item, by: assemble(`{${[...kept, `'work_spec_names': [${name}]`].join(", ")}}`) }]);
}
