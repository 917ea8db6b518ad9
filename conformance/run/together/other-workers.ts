// Removes the workers of other cases on the same daemon from replies: their names from lists, their number from counts.

import { replaceItems } from "../../cbor/frame.ts";
import { encodeHead, MAJOR } from "../../cbor/head.ts";
import type { Entry } from "../../cbor/item.ts";
import { type Found, findItem } from "../../cbor/lookup.ts";
import { stringOf } from "../../cbor/reading.ts";
import type { Call } from "../../protocol/call.ts";

/** A worker of another case, all as Latin-1, and whether another worker is above it. */
export type OtherWorker = { readonly id: string; readonly mode: string; readonly isChild: boolean };

/** Methods that count all workers. */
const COUNTS = new Set(["mode_counts", "worker_stats"]);

export const countsWorkers = ({ method }: Call): boolean => COUNTS.has(method);

/** Those of these workers (id to mode) that the given calls have registered. */
export function registeredBy(workers: ReadonlyMap<string, string>, calls: readonly Call[]): OtherWorker[] {
  const made = new Map(
    calls
      .filter(({ method }) => method === "worker_heartbeat")
      .map(({ params: [id, , , , parent] }) => [stringOf(id), (stringOf(parent) ?? "") !== ""]),
  );
  return [...workers].flatMap(([id, mode]) => {
    const isChild = made.get(id);
    return isChild === undefined ? [] : [{ id, mode, isChild }];
  });
}

/** The reply to a call of this method without these workers. */
export function withoutOtherWorkers(method: string, reply: Uint8Array, others: readonly OtherWorker[]): Uint8Array {
  if (others.length === 0) return reply;
  if (method === "list_worker_modes") {
    const ids = new Set(others.map(({ id }) => id));
    return withEntries(reply, findItem(reply, "[0]"), ({ key }) => (ids.has(stringOf(key) ?? "") ? "gone" : 0));
  }
  if (method === "mode_counts") {
    return withEntries(reply, findItem(reply, "[0]"), ({ key, value }) => {
      const fewer = others.filter(({ mode }) => mode === stringOf(key)).length;
      return value.kind === "int" && value.value === BigInt(fewer) ? "gone" : fewer;
    });
  }
  if (method !== "worker_stats") return reply;
  const children = others.filter(({ isChild }) => isChild).length;
  return withEntries(reply, findItem(reply, "result"), ({ key }) =>
    stringOf(key) === "num_children" ? children : others.length,
  );
}

/** A reply with `change` subtracted from the entries of its map. */
function withEntries(reply: Uint8Array, found: Found | undefined, change: (entry: Entry) => number | "gone") {
  if (found?.item.kind !== "map" || found.item.indefinite) return reply;
  const { item, inner } = found;
  const entries = item.entries.flatMap((entry) => {
    const fewer = change(entry);
    if (fewer === "gone") return [];
    const { key, value } = entry;
    const isLess = value.kind === "int" && value.value >= BigInt(fewer) && fewer > 0;
    return [
      inner.subarray(key.at, key.end),
      isLess ? encodeHead(MAJOR.unsigned, value.value - BigInt(fewer)) : inner.subarray(value.at, value.end),
    ];
  });
  return replaceItems(reply, [{ item, by: Buffer.concat([encodeHead(MAJOR.map, entries.length / 2), ...entries]) }]);
}
