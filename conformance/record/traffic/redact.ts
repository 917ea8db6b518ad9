// Removes secret values from recorded traffic before any of it is written. The same value is always replaced by the
// same word, so that references stay intact.

import { openFrame, replaceItems } from "../../cbor/frame.ts";
import { encodeHead, MAJOR } from "../../cbor/head.ts";
import type { Item } from "../../cbor/item.ts";
import { shorten, walk } from "../../cbor/path.ts";
import { stringOf } from "../../cbor/reading.ts";
import { elementAt } from "../../element-at.ts";
import type { Turn } from "../../traffic/turn.ts";

export type Redacted = {
  readonly turns: readonly Turn[];
  /** Number of values found at each path, in the order of the paths. */
  readonly counts: readonly number[];
  /** Whether a secret remains where it cannot be replaced, e.g. in the key of a map. */
  readonly leaks: boolean;
};

/** Shorter secrets are replaced only as whole strings, since in longer ones they would occur by chance. */
const SHORTEST_INSIDE = 4;

/**
 * Replaces secrets by words such as `redacted-1`.
 * @param paths suffixes of paths, e.g. `password`, `config.password`, `params[2].data.key`: values there are replaced,
 * and every other string that contains one
 */
export function redact(turns: readonly Turn[], paths: readonly string[]): Redacted {
  const words = new Map<string, string>();
  const counts = paths.map(() => 0);
  for (const { send, reply } of turns) {
    for (const { path, item } of itemsIn(send, reply)) {
      const index = paths.findIndex((each) => endsWith(path, each));
      if (index < 0) continue;
      counts[index] = elementAt(counts, index) + 1;
      const secret = stringOf(item);
      if (secret !== undefined && secret !== "" && !words.has(secret)) words.set(secret, `redacted-${words.size + 1}`);
    }
  }
  const clean = (frame: Uint8Array) => cleaned(frame, paths, words);
  const cleanTurns = turns.map((turn) => ({
    ...turn,
    send: clean(turn.send),
    reply: turn.reply === undefined ? undefined : clean(turn.reply),
  }));
  return { turns: cleanTurns, counts, leaks: cleanTurns.some((turn) => holdsAny(turn, words.keys())) };
}

function holdsAny({ send, reply }: Turn, secrets: Iterable<string>): boolean {
  const bytes = Buffer.concat([send, reply ?? new Uint8Array()]);
  for (const secret of secrets) {
    if (secret.length >= SHORTEST_INSIDE && bytes.includes(Buffer.from(secret, "latin1"))) return true;
  }
  return false;
}

function* itemsIn(...frames: readonly (Uint8Array | undefined)[]): Generator<{ path: string; item: Item }> {
  for (const frame of frames) {
    const { inner, message } = frame === undefined ? {} : openFrame(frame);
    if (inner === undefined || message === undefined) continue;
    for (const { path, item } of walk(message, inner)) yield { path: plain(shorten(path)), item };
  }
}

function cleaned(frame: Uint8Array, paths: readonly string[], words: ReadonlyMap<string, string>): Uint8Array {
  const { inner, message } = openFrame(frame);
  if (inner === undefined || message === undefined) return frame;
  const changes: { item: Item; by: Uint8Array }[] = [];
  let end = 0;
  for (const { path, item } of walk(message, inner)) {
    // This item is inside one that is replaced as a whole.
    if (item.at < end) continue;
    const by = endsWithAny(plain(shorten(path)), paths) ? wordFor(item, words) : replacementOf(item, words);
    if (by === undefined) continue;
    changes.push({ item, by });
    end = item.end;
  }
  return replaceItems(frame, changes);
}

/** The replacement of a value at a redacted path; one that is not a string becomes the text "redacted". */
function wordFor(item: Item, words: ReadonlyMap<string, string>): Uint8Array {
  return replacementOf(item, words) ?? stringItem("text", stringOf(item) === "" ? "" : "redacted");
}

/** The replacement of a string that is or contains a secret: the secret's word; undefined for any other item. */
function replacementOf(item: Item, words: ReadonlyMap<string, string>): Uint8Array | undefined {
  const content = stringOf(item);
  if (content === undefined || (item.kind !== "bytes" && item.kind !== "text")) return undefined;
  const own = words.get(content);
  if (own !== undefined) return stringItem(item.kind, own);
  for (const [secret, word] of words) {
    if (secret.length >= SHORTEST_INSIDE && content.includes(secret)) return stringItem(item.kind, word);
  }
  return undefined;
}

function stringItem(kind: "bytes" | "text", content: string): Uint8Array {
  return Buffer.concat([encodeHead(MAJOR[kind], content.length), Buffer.from(content, "latin1")]);
}

/** Writes byte-string keys like text keys, since the same key is bytes in a request and text in a reply. */
const plain = (path: string) => path.replaceAll(/\['([A-Za-z_][A-Za-z0-9_]*)'\]/g, ".$1");

const endsWithAny = (path: string, ends: readonly string[]) => ends.some((end) => endsWith(path, end));

function endsWith(path: string, end: string): boolean {
  if (!path.endsWith(end)) return false;
  const before = path[path.length - end.length - 1];
  return before === undefined || before === "." || end.startsWith("[") || end.startsWith(".");
}
