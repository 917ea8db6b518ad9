// Makes many frames from one recorded frame: the same message with increasing ids, so that a golden of 2,000 pipelined
// calls is a few lines. Only the id and the length around it change.

import { frameOf, openFrame } from "../cbor/frame.ts";
import { encodeHead, MAJOR } from "../cbor/head.ts";
import type { Item } from "../cbor/item.ts";

/** The id of a message with the usual encoding; undefined if it has none. */
export function messageId(frame: Uint8Array): Extract<Item, { kind: "int" }> | undefined {
  const { message } = openFrame(frame);
  if (message?.kind !== "map") return undefined;
  const id = message.entries.find(
    ({ key }) => key.kind === "bytes" && Buffer.from(key.value).toString() === "id",
  )?.value;
  return id?.kind === "int" ? id : undefined;
}

/**
 * `times` frames made from one that has an id: the first is the frame itself, the id of each further one is higher by
 * `by`.
 */
export function countUp(frame: Uint8Array, times: number, by = 1): Uint8Array[] {
  const { inner } = openFrame(frame);
  const id = messageId(frame);
  if (inner === undefined || id === undefined) return [frame];
  const before = inner.subarray(0, id.at);
  const after = inner.subarray(id.end);
  return Array.from({ length: times }, (_, i) =>
    frameOf(Buffer.concat([before, encodeHead(MAJOR.unsigned, id.value + BigInt(i * by)), after])),
  );
}
