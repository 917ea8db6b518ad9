// A reply in notation with the differing part marked.

import { tryOpenFrame } from "../../cbor/frame.ts";
import type { Item } from "../../cbor/item.ts";
import { findItem } from "../../cbor/lookup.ts";
import { notate } from "../../cbor/notation.ts";
import { fieldOf } from "../../cbor/reading.ts";
import { sharedStart } from "../../judge/excerpt.ts";

/** Marks the differing part, e.g. with colour. */
export type Mark = (text: string) => string;

/**
 * The result or error of a reply, as one line.
 * @param path path of the difference; nothing is marked if the reply has no such path
 * @param width maximum number of characters; of a longer line the part around the mark is shown
 * @param other hex of the reply it is compared with; a long marked part is shown from the first difference on
 */
export function markedReply(hex: string, path: string, mark: Mark, width: number, other?: string): string | undefined {
  const text = openMarked(hex, path);
  if (text === undefined) return undefined;
  return fitted(
    text,
    mark,
    width,
    other === undefined ? 0 : sharedStart(markIn(text), markIn(openMarked(other, path))),
  );
}

/** The line with OPEN and CLOSE around the part to mark. */
function openMarked(hex: string, path: string): string | undefined {
  const frame = tryOpenFrame(Buffer.from(hex, "hex"));
  if (frame?.inner === undefined || frame.message === undefined) return undefined;
  const { inner, message } = frame;
  const marked = findItem(frame.bytes, path)?.item;
  const error = fieldOf(message, "error");
  const shown = fieldOf(message, "result") ?? error ?? message;
  const here = (item: Item) => marked !== undefined && item.at === marked.at && item.end === marked.end;
  const text = notate(shown, inner, 0, (item) => (here(item) ? `${OPEN}${notate(item, inner)}${CLOSE}` : undefined));
  return `${shown === error ? "error " : ""}${text}`;
}

const markIn = (text = "") => text.slice(text.indexOf(OPEN) + 1, text.indexOf(CLOSE));

/** Delimiters of the marked part; notation escapes control characters, so it cannot contain them. */
const OPEN = "\u0001";
const CLOSE = "\u0002";

/** Number of equal characters kept before the difference in a marked part. */
const ALIKE = 24;

function fitted(text: string, mark: Mark, width: number, alike: number): string {
  const start = text.indexOf(OPEN);
  const end = text.indexOf(CLOSE);
  if (start < 0 || end < 0) return cut(text, width);
  const before = text.slice(0, start);
  const whole = text.slice(start + 1, end);
  const most = Math.max(20, width - 10);
  const skipped = whole.length > most && alike > ALIKE ? alike - ALIKE : 0;
  const inside = cut(skipped > 0 ? `...${whole.slice(skipped)}` : whole, most);
  const after = text.slice(end + 1);
  const room = Math.max(0, width - inside.length);
  const left = before.length <= room / 2 ? before : `...${before.slice(before.length - Math.floor(room / 2) + 3)}`;
  return `${left}${mark(inside)}${cut(after, Math.max(3, room - left.length))}`;
}

const cut = (text: string, width: number) => (text.length <= width ? text : `${text.slice(0, width - 3)}...`);
