// Holes as a reader of the report sees them: in place in the notation, and as ranges of bytes.
import { type Frame, openFrame } from "../../cbor/frame.ts";
import type { Item } from "../../cbor/item.ts";
import { notate } from "../../cbor/notation.ts";
import { shorten, walk } from "../../cbor/path.ts";
import type { GoldenReply, Hole } from "../../golden/format.ts";
import { html, type Markup } from "./markup.ts";

/** Bytes from `start` up to but not including `end`. */
export type Range = { readonly start: number; readonly end: number };

/** A reply in notation, its holes shown as what may stand there instead of what was recorded. */
export function notationOf({ bytes, says, holes }: GoldenReply): Markup {
  const plain = html`${says}`;
  if (holes.length === 0) return plain;
  const frame = openFrame(bytes);
  const covered = coveredItems(frame, holes);
  const { message, inner } = frame;
  if (message === undefined || inner === undefined) return plain;
  for (const [field, before] of [
    ["result", ""],
    ["error", "error "],
  ] as const) {
    const item = itemsAt(frame).get(field);
    // Only where `says` is this item's notation and nothing else: an unusual frame is shown as it is.
    if (item === undefined || before + notate(item, inner) !== says) continue;
    const marked = notate(item, inner, 0, (each) =>
      covered.has(each) ? `${MARK}${covered.get(each)}${MARK}` : undefined,
    );
    const parts = marked.split(MARK).map((part, at) => (at % 2 === 0 ? part : chip(holes[Number(part)])));
    return html`${before}${parts}`;
  }
  return html`${says}${holes.map((hole) => html` ${chip(hole)}`)}`;
}

/** The bytes of a frame that holes cover; none where it cannot be told. */
export function holeRanges(bytes: Uint8Array, holes: readonly Hole[]): Range[] {
  if (holes.length === 0) return [];
  const frame = openFrame(bytes);
  if (frame.inner === undefined) return [];
  const start = bytes.length - frame.inner.length;
  return [...coveredItems(frame, holes).keys()].map(({ at, end }) => ({ start: start + at, end: start + end }));
}

/** What a hole lets through, in a few words. */
export function describeHole(hole: Hole): string {
  switch (hole.is) {
    case "time": {
      const sign = hole.offset < 0 ? "" : "+";
      return `now${hole.offset === 0 ? "" : `${sign}${hole.offset}`} ±${hole.within} s`;
    }
    case "new-name":
      return `new name ${hole.name}, like /${hole.like}/`;
    case "name":
      return `the name ${hole.name}`;
    case "one-of":
      return `one of ${hole.of.join(" | ")}`;
    default:
      return hole satisfies never;
  }
}

/** Never part of a notation: it escapes control characters. */
const MARK = "\0";

function chip(hole: Hole | undefined): Markup | undefined {
  if (hole === undefined) return undefined;
  return html`<mark class="hole" title="hole at ${hole.at}">${describeHole(hole)}</mark>`;
}

/** The items that holes cover, each with the number of its hole. */
function coveredItems(frame: Frame, holes: readonly Hole[]): Map<Item, number> {
  const items = itemsAt(frame);
  const covered = new Map<Item, number>();
  for (const [number, { at }] of holes.entries()) {
    const item = items.get(at);
    if (item !== undefined) covered.set(item, number);
  }
  return covered;
}

function itemsAt({ message, inner }: Frame): Map<string, Item> {
  const items = new Map<string, Item>();
  if (message === undefined || inner === undefined) return items;
  for (const { path, item } of walk(message, inner)) items.set(shorten(path), item);
  return items;
}
