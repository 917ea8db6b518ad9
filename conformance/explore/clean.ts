// Clears a daemon after a session: work specs, workers and locks. Verifies that they are gone; if not, the daemon is
// restarted.
import { callFrame, openFrame, requestFrame } from "../cbor/frame.ts";
import type { Item } from "../cbor/item.ts";
import { findItem } from "../cbor/lookup.ts";
import { notate } from "../cbor/notation.ts";
import { elementsOf, fieldOf, stringOf } from "../cbor/reading.ts";
import { type Daemon, DaemonError } from "../client/daemon.ts";
import { createWire, patience, type Wire } from "../client/wire.ts";
import { answerIn, wireName } from "../protocol/call.ts";

export type Cleaner = {
  /**
   * @param frames requests sent since the last call
   * @throws DaemonError when the daemon cannot be cleared, nor restarted because it was not started by this tool
   */
  clean(frames: readonly Uint8Array[]): Promise<void>;
  close(): void;
};

/** @param fresh whether to restart it after each session, because its state cannot be cleared by calls */
export function createCleaner(daemon: Daemon, milliseconds: number, fresh: boolean): Cleaner {
  let wire: Wire | undefined;
  let isOver = false;
  const restart = async () => {
    if (isOver) return;
    wire?.destroy();
    wire = undefined;
    await restarted(daemon, 3);
  };
  const ask = async (calls: readonly Buffer[]): Promise<Uint8Array[]> => {
    wire ??= createWire(await daemon.connect());
    // close() was called while this was connecting.
    if (isOver) wire.destroy();
    await wire.send([Buffer.concat(calls)], milliseconds);
    await wire.until({ count: calls.length, close: false }, patience(milliseconds));
    const { frames } = wire.take();
    if (frames.length === calls.length) return frames;
    wire.destroy();
    wire = undefined;
    return [];
  };
  return {
    async clean(frames) {
      if (fresh && daemon.owned) return frames.length === 0 ? undefined : await restart();
      const calls = [requestFrame(1, "clear", ""), ...releases(frames)];
      const replies = await ask([...calls, ...CHECKS]);
      if (isClean(replies.slice(calls.length))) return;
      if (daemon.owned) return await restart();
      const what =
        replies.length === 0 ? "does not answer when it is cleared" : "keeps workers or locks that nothing takes away";
      throw new DaemonError("cannot-restart", `${daemon.name} ${what}; give its command, to be started anew`);
    },
    close() {
      isOver = true;
      wire?.destroy();
    },
  };
}

/** Locking the root succeeds only if there are no locks at all. A daemon without locks answers with an error. */
const CHECKS = [
  requestFrame(1, "list_worker_modes", ""),
  requestFrame(1, "list_work_specs", "{}"),
  requestFrame(1, "lock", "'nobody', 60, [[]]"),
  requestFrame(1, "unlock", "'nobody', [[]]"),
];

function isClean([modes, specs, locked]: readonly Uint8Array[]): boolean {
  if (modes === undefined || specs === undefined || locked === undefined) return false;
  const workers = [findItem(modes, "[0]"), findItem(modes, "result")].find((found) => found?.item.kind === "map");
  const lock = answerIn([locked], false);
  return (
    (workers?.item.kind !== "map" || workers.item.entries.length === 0) &&
    elementsOf(findItem(specs, "[0]")?.item).length === 0 &&
    (lock.kind !== "result" || notate(lock.item, lock.inner) === "[true, null]")
  );
}

/** Calls that remove the workers and locks that these requests, batches included, may have created. */
function releases(frames: readonly Uint8Array[]): Buffer[] {
  const calls = new Set<string>();
  for (const frame of frames) {
    const text = Buffer.from(frame.buffer, frame.byteOffset, frame.length).toString("latin1");
    if (!/lock|renew|heartbeat/i.test(text)) continue;
    const { inner, message } = openFrame(frame);
    if (inner !== undefined && message !== undefined) for (const call of releasesOf(message, inner)) calls.add(call);
  }
  return [...calls].map(callFrame);
}

function releasesOf(message: Item, inner: Uint8Array): string[] {
  if (message.kind === "array") return message.items.flatMap((each) => releasesOf(each, inner));
  const method = wireName(stringOf(fieldOf(message, "method")) ?? "");
  const params = fieldOf(message, "params");
  const param = (i: number, name: string) => (params?.kind === "map" ? fieldOf(params, name) : elementsOf(params)[i]);
  const who = param(0, method === "worker_heartbeat" ? "worker_id" : "locker_id");
  if (who === undefined) return [];
  const id = notate(who, inner);
  if (method === "worker_heartbeat") return [`worker_unregister ${id}`];
  if (!["lock", "locksome", "renew"].includes(method)) return [];
  return elementsOf(param(2, "keys")).flatMap((path) => {
    const [label] = elementsOf(path);
    return label === undefined ? [`unlock ${id}, [[]]`] : [`delete_namespace ${notate(label, inner)}`];
  });
}

/** Retries, since another process may take the free port before the daemon listens on it. */
async function restarted(daemon: Daemon, attempts: number): Promise<void> {
  try {
    await daemon.restart();
  } catch (error) {
    if (attempts === 1) throw error;
    await restarted(daemon, attempts - 1);
  }
}

/** Whether the requests may leave a lock that no call can release: with a NaN label, which is not equal to itself. */
export function mayLeaveLocks(frames: readonly Uint8Array[]): boolean {
  return frames.filter(isAboutLocks).some((frame) => {
    const { inner, message } = openFrame(frame);
    const text = inner === undefined || message === undefined ? "" : notate(message, inner);
    return text.includes("NaN");
  });
}

const isAboutLocks = (frame: Uint8Array) =>
  /lock/i.test(Buffer.from(frame.buffer, frame.byteOffset, frame.length).toString("latin1"));
