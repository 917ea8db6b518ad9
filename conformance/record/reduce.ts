// Removes data that differs between machines from the requests of in-process workers: random worker ids, and the
// description of the host in each heartbeat. The requests are then played again, so that every reply in the golden is
// the real reply to its request.

import { assemble } from "../cbor/assemble.ts";
import { openFrame, replaceItems } from "../cbor/frame.ts";
import { findItem } from "../cbor/lookup.ts";
import { notate } from "../cbor/notation.ts";
import { walk } from "../cbor/path.ts";
import { stringOf } from "../cbor/reading.ts";
import type { RawStep } from "./raw/definition.ts";
import type { Session } from "./session.ts";

/** Keys of a heartbeat's description whose values are the same on every machine. */
const KEPT = ["parent", "version", "worker_id"];

/** The requests with worker ids replaced by `worker-1`, `worker-2`, ..., and heartbeats reduced to KEPT. */
export function reduceWorkerSession(session: Session): RawStep[] {
  const ids = new Map<string, string>();
  for (const step of session.steps) {
    if (step.kind === "wait" || methodOf(step.send) !== "worker_heartbeat") continue;
    const id = textAt(step.send, "params[0]");
    if (id !== undefined && !ids.has(id)) ids.set(id, `worker-${ids.size + 1}`);
  }
  return session.steps.map((step) => {
    if (step.kind === "wait") return { wait: step.seconds };
    return { conn: step.conn, sends: [renameWorkers(reduceHeartbeat(step.send), ids)] };
  });
}

function reduceHeartbeat(frame: Uint8Array): Uint8Array {
  const data = methodOf(frame) === "worker_heartbeat" ? findItem(frame, "params[3]") : undefined;
  if (data?.item.kind !== "map") return frame;
  const { inner } = data;
  const kept = data.item.entries
    .map(({ key, value }) => ({ name: stringOf(key) ?? "", entry: `${notate(key, inner)}: ${notate(value, inner)}` }))
    .filter(({ name }) => KEPT.includes(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return replaceItems(frame, [{ item: data.item, by: assemble(`{${kept.map(({ entry }) => entry).join(", ")}}`) }]);
}

function renameWorkers(frame: Uint8Array, ids: ReadonlyMap<string, string>): Uint8Array {
  const { inner, message } = openFrame(frame);
  if (inner === undefined || message === undefined) return frame;
  const found = [...walk(message, inner)].flatMap(({ item }) => {
    const name = ids.get(stringOf(item) ?? "");
    return name === undefined ? [] : [{ item, by: assemble(item.kind === "text" ? `"${name}"` : `'${name}'`) }];
  });
  return replaceItems(frame, found);
}

const methodOf = (frame: Uint8Array) => textAt(frame, "method");

function textAt(frame: Uint8Array, path: string): string | undefined {
  const item = findItem(frame, path)?.item;
  return item === undefined ? undefined : stringOf(item);
}
