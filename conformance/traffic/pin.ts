// Restricts a get_work request to the work spec that the recorded daemon chose at random, so that a correct daemon hands
// out the same unit.
import { assemble } from "../cbor/assemble.ts";
import { replaceItems } from "../cbor/frame.ts";
import { findItem } from "../cbor/lookup.ts";
import { notate } from "../cbor/notation.ts";
import { stringOf } from "../cbor/reading.ts";

/** The request with `work_spec_names` set to this one spec; unchanged if the request has no options map. */
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
