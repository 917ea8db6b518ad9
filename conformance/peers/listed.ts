// Sorts listed work units by key and work specs by name, as the contract demands (K2) and the Go daemon does not.
import { frameOf, tryOpenFrame } from "../cbor/frame.ts";
import type { Item } from "../cbor/item.ts";
import { elementsOf, fieldOf, stringOf } from "../cbor/reading.ts";
import { callIn } from "../protocol/call.ts";

/** A reply to get_work_units or list_work_specs with its list sorted; any other reply unchanged. */
export function byKey(request: Uint8Array | undefined, reply: Uint8Array): Uint8Array {
  if (request === undefined || !mayList(request)) return reply;
  const method = callIn(request)?.method;
  if (method !== "get_work_units" && method !== "list_work_specs") return reply;
  const frame = tryOpenFrame(reply);
  const inner = frame?.inner;
  const list = elementsOf(fieldOf(frame?.message, "result"))[0];
  if (inner === undefined || list?.kind !== "array" || list.items.length < 2) return reply;
  const keyOf = (item: Item) =>
    stringOf(method === "get_work_units" ? elementsOf(item)[0] : fieldOf(item, "name")) ?? "";
  const sorted = list.items.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0));
  const first = list.items[0]?.at ?? list.end;
  const last = list.items.at(-1)?.end ?? list.end;
  const bytes = sorted.map(({ at, end }) => inner.subarray(at, end));
  return frameOf(Buffer.concat([inner.subarray(0, first), ...bytes, inner.subarray(last)]));
}

/** Cheap filter: only requests that match are parsed; covers every spelling of the methods. */
const MAY_LIST = /get_*work_*units|list_*work_*specs/i;

function mayList(request: Uint8Array): boolean {
  return MAY_LIST.test(Buffer.from(request.buffer, request.byteOffset, request.length).toString("latin1"));
}
