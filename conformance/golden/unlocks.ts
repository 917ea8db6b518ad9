// Finds the locks that requests name, so that a player can release those of earlier cases.
import { callFrame, splitFrames } from "../cbor/frame.ts";
import { findItem } from "../cbor/lookup.ts";
import { notate } from "../cbor/notation.ts";
import { elementsOf, stringOf } from "../cbor/reading.ts";
import { wireName } from "../protocol/call.ts";

/** Cheap filter: only requests that contain one of these words are parsed. */
const MAY_LOCK = /lock|renew/i;

/**
 * The calls that release every lock named in these requests: whole trees by their first label, the root by its owner.
 */
export function unlocksOf(sent: readonly Uint8Array[]): Buffer[] {
  const calls = new Set<string>();
  const suspects = sent.filter((bytes) =>
    MAY_LOCK.test(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1")),
  );
  for (const request of suspects.flatMap((bytes) => splitFrames(bytes).frames)) {
    const method = wireName(stringOf(findItem(request, "method")?.item) ?? "");
    const owner = findItem(request, "params[0]");
    const paths = findItem(request, "params[2]");
    if (!/^(lock|locksome|renew)$/.test(method) || owner === undefined || paths === undefined) continue;
    for (const path of elementsOf(paths.item)) {
      const [label] = elementsOf(path);
      if (label === undefined) calls.add(`unlock ${notate(owner.item, owner.inner)}, [[]]`);
      else calls.add(`delete_namespace ${notate(label, paths.inner)}`);
    }
  }
  return [...calls].map(callFrame);
}
