// Removes what identifies a machine from goldens: paths, host names, addresses, process ids in heartbeats.

import { hostname } from "node:os";
import { openFrame, splitFrames } from "../cbor/frame.ts";
import { shorten, walk } from "../cbor/path.ts";
import { stringOf } from "../cbor/reading.ts";
import type { Golden } from "../golden/format.ts";

/** Places where a golden contains data that identifies the machine, one a line. @param host its host name */
export function machineDataIn(golden: Golden, host = hostname()): string[] {
  const found: string[] = [];
  for (const step of golden.steps) {
    if (step.kind === "wait") continue;
    const frames = [...splitFrames(Buffer.concat(step.sends)).frames, ...step.replies.map(({ bytes }) => bytes)];
    for (const frame of frames) {
      found.push(...machineDataInFrame(frame, host).map((what) => `${golden.id} step ${step.number} ${what}`));
    }
  }
  return found;
}

/** The same for one frame, a request or a reply. */
export function machineDataInFrame(frame: Uint8Array, host = hostname()): string[] {
  if (!mayTell(frame, host)) return [];
  return [...strings(frame)].flatMap(({ path, text }) => {
    const what = describeMachine(text, host);
    return what === undefined ? [] : [`${path}: ${what} '${text.slice(0, 60)}'`];
  });
}

/** A shorter host name tells nothing, and occurs in other words. */
const SHORTEST_HOST = 4;
/** Keys of the description of the host in a worker's heartbeat. */
const HOST_KEYS = new Set(["hostname", "fqdn", "ipaddrs", "pid", "working_set"]);
const ROOTS = "/(home|root|tmp|usr|var|opt|work|Users|private|etc|mnt|srv|proc)/";
/** An absolute path below one of the usual root folders, as in tracebacks. */
const PATH = new RegExp(`(^|[\\s"'=(])${ROOTS}`);
const ADDRESS = /^(?!127\.0\.0\.1$)\d{1,3}(\.\d{1,3}){3}$/;
const ANYWHERE = new RegExp(`${ROOTS}|\\d(\\.\\d{1,3}){3}|${[...HOST_KEYS].join("|")}`);

function describeMachine(text: string, host: string): string | undefined {
  if (HOST_KEYS.has(text)) return "a worker's host data";
  if (PATH.test(text)) return "a path";
  if (ADDRESS.test(text)) return "an address";
  return tells(host) && host !== "localhost" && text.includes(host) ? "the host name" : undefined;
}

/** A fast check of the raw bytes, since parsing a frame takes far longer and few frames contain such data. */
function mayTell(frame: Uint8Array, host: string): boolean {
  const text = Buffer.from(frame.buffer, frame.byteOffset, frame.length).toString("latin1");
  return ANYWHERE.test(text) || (tells(host) && text.includes(host));
}

const tells = (host: string) => host.length >= SHORTEST_HOST;

function* strings(frame: Uint8Array): Generator<{ path: string; text: string }> {
  const { inner, message } = openFrame(frame);
  if (inner === undefined || message === undefined) return;
  for (const { path, item } of walk(message, inner)) {
    const keys = item.kind === "map" ? item.entries.map(({ key }) => key) : [];
    for (const each of [item, ...keys]) {
      const text = stringOf(each);
      if (text !== undefined) yield { path: shorten(path), text };
    }
  }
}
