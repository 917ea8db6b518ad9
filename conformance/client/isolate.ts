// Clears the state that the previous case left in a daemon: work specs, workers, and the locks that the next case
// needs. The replies to these calls are not judged; if a daemon cannot be cleared, the cases will fail.
import { randomUUID } from "node:crypto";
import { requestFrame } from "../cbor/frame.ts";
import { type Found, findItem } from "../cbor/lookup.ts";
import { notate } from "../cbor/notation.ts";
import { stringOf } from "../cbor/reading.ts";
import type { Daemon } from "./daemon.ts";
import { createWire, patience, type Wire } from "./wire.ts";

/** A separate connection to the daemon for calls that are not part of a case. */
export type Control = {
  /** The names of the daemon's work specs, in notation; undefined if its reply cannot be parsed. */
  workSpecs(): Promise<string[] | undefined>;
  /** Adds a work spec, to find out whether another daemon shows it; removeProbe() deletes it. */
  addProbe(): Promise<void>;
  removeProbe(): Promise<void>;
  clear(): Promise<void>;
  /** The current workers and the mode of each, as Latin-1; empty if the reply cannot be parsed. */
  workers(): Promise<ReadonlyMap<string, string>>;
  /**
   * Whether an unregistered worker stays in the list of workers, as with the Go daemon; then workers cannot be cleared.
   */
  keepsWorkers(): Promise<boolean>;
  /**
   * Clears the daemon before a case.
   * @param unlocks calls that release the locks that the case needs
   * @returns false if the daemon does not answer; whether the locks were released is not looked at
   */
  isolate(unlocks: readonly Uint8Array[]): Promise<boolean>;
  /** Makes calls whose replies are ignored. */
  tell(calls: readonly Buffer[]): Promise<void>;
  /** Whether get_work skips a paused work spec and finds its unit after it is resumed; needs an empty daemon. */
  canPause(): Promise<boolean>;
  close(): void;
};

/** @throws the socket's error when nobody listens */
export async function openControl(daemon: Pick<Daemon, "connect">, milliseconds: number): Promise<Control> {
  const wire = createWire(await daemon.connect());
  let keeps: boolean | undefined;
  return {
    async workSpecs() {
      const [reply] = (await ask(wire, [requestFrame(1, "list_work_specs", "{}")], milliseconds)) ?? [];
      return reply === undefined ? undefined : specNames(reply);
    },
    async addProbe() {
      await ask(wire, [requestFrame(1, "set_work_spec", "{'name': 'probe'}")], milliseconds);
    },
    async removeProbe() {
      await ask(wire, [requestFrame(1, "del_work_spec", "'probe'")], milliseconds);
    },
    async clear() {
      await ask(wire, [requestFrame(1, "clear", "")], milliseconds);
    },
    async workers() {
      const [modes] = (await ask(wire, [requestFrame(1, "list_worker_modes", "")], milliseconds)) ?? [];
      const found = modes === undefined ? undefined : resultOf(modes, "map");
      const entries = found?.item.kind === "map" ? found.item.entries : [];
      return new Map(entries.map(({ key, value }) => [stringOf(key) ?? "", stringOf(value) ?? ""]));
    },
    async keepsWorkers() {
      keeps ??= await triesToForget(wire, milliseconds);
      return keeps;
    },
    async isolate(unlocks) {
      const calls = [requestFrame(1, "clear", ""), requestFrame(1, "list_worker_modes", "")];
      const [, modes] = (await ask(wire, calls, milliseconds)) ?? [];
      if (modes === undefined) return false;
      const workers = keeps === true ? [] : workerIds(modes);
      const forget = workers.map((id) => requestFrame(1, "worker_unregister", id));
      if (forget.length > 0 && (await ask(wire, forget, milliseconds)) === undefined) return false;
      // A daemon that refuses such labels by closing the connection can be played to all the same. Replies that come late
      // must not be taken for others.
      if (unlocks.length > 0 && (await ask(wire, unlocks, milliseconds)) === undefined) wire.destroy();
      return true;
    },
    async tell(calls) {
      if (calls.length > 0) await ask(wire, calls, milliseconds);
    },
    canPause: () => triesToPause(wire, milliseconds),
    close: () => wire.destroy(),
  };
}

/** Registers and unregisters a worker. @returns whether it is still listed; false if the daemon does not answer */
async function triesToForget(wire: Wire, milliseconds: number): Promise<boolean> {
  const id = `'probe-${randomUUID()}'`;
  const calls = [
    requestFrame(1, "worker_heartbeat", `${id}, 'IDLE', 60, {}, ''`),
    requestFrame(2, "worker_unregister", id),
    requestFrame(3, "list_worker_modes", ""),
  ];
  const [, , modes] = (await ask(wire, calls, milliseconds)) ?? [];
  return modes !== undefined && workerIds(modes).some((each) => each.slice(1, -1) === id.slice(1, -1));
}

/** Adds a work spec, calls get_work while it is paused and after it is resumed, and deletes it. */
async function triesToPause(wire: Wire, milliseconds: number): Promise<boolean> {
  const name = `probe-${randomUUID()}`;
  const calls = [
    requestFrame(1, "set_work_spec", `{'name': '${name}'}`),
    requestFrame(2, "add_work_units", `'${name}', [['u', {}]]`),
    requestFrame(3, "control_work_spec", `'${name}', {'status': 2}`),
    requestFrame(4, "get_work", "'probe', {}"),
    requestFrame(5, "control_work_spec", `'${name}', {'status': 1}`),
    requestFrame(6, "get_work", "'probe', {}"),
    requestFrame(7, "del_work_spec", `'${name}'`),
  ];
  const replies = await ask(wire, calls, milliseconds);
  const hasUnit = (i: number) => Buffer.from(replies?.[i] ?? []).includes(name);
  return replies !== undefined && !hasUnit(3) && hasUnit(5);
}

/** The replies to pipelined calls; undefined if any is missing. */
export async function ask(
  wire: Wire,
  calls: readonly Uint8Array[],
  milliseconds: number,
): Promise<Uint8Array[] | undefined> {
  await wire.send([Buffer.concat(calls)], milliseconds);
  await wire.until({ count: calls.length, close: false }, patience(milliseconds));
  const { frames } = wire.take();
  return frames.length < calls.length ? undefined : frames;
}

/** The first element of a result that is a pair, or the whole result if it is not. */
function resultOf(reply: Uint8Array, kind: "map" | "array"): Found | undefined {
  return [findItem(reply, "[0]"), findItem(reply, "result")].find((found) => found?.item.kind === kind);
}

function specNames(reply: Uint8Array): string[] | undefined {
  const found = resultOf(reply, "array");
  if (found?.item.kind !== "array") return undefined;
  return found.item.items.map((spec) => {
    const entries = spec.kind === "map" ? spec.entries : [];
    const name = entries.find(({ key }) => stringOf(key) === "name")?.value;
    return name === undefined ? "?" : clip(notate(name, found.inner));
  });
}

const LONGEST_NAME = 60;
const clip = (text: string) => (text.length > LONGEST_NAME ? `${text.slice(0, LONGEST_NAME)}...` : text);

/** In notation. */
function workerIds(reply: Uint8Array): string[] {
  const found = resultOf(reply, "map");
  if (found?.item.kind !== "map") return [];
  return found.item.entries.map(({ key }) => notate(key, found.inner));
}
