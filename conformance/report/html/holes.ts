// Holes as a reader of the report sees them: in place in the notation, and as ranges of bytes.
import { type Frame, tryOpenFrame } from "../../cbor/frame.ts";
import type { Item } from "../../cbor/item.ts";
import { notate } from "../../cbor/notation.ts";
import { shorten, walk } from "../../cbor/path.ts";
import { describeReply } from "../../golden/describe.ts";
import type { GoldenReply, Hole } from "../../golden/format.ts";
import { type Content, html, type Markup } from "./markup.ts";

/** Bytes from `start` up to but not including `end`. */
export type Range = { readonly start: number; readonly end: number };

/**
 * A reply in notation in which `\0N\0` stands for whatever is in its hole N, so that two replies read alike where only
 * that differs. Notation itself has no such character: it escapes them.
 */
export type HoledNotation = { readonly text: string; readonly shown: readonly (Markup | undefined)[] };

/** A reply as it is demanded, its holes shown as what may stand there instead of what was recorded. */
export function demandedNotation({ bytes, holes }: GoldenReply): HoledNotation {
  return holedNotation(bytes, holes, (hole) => chip(hole, describeHole(hole)));
}

/** A reply as it came. @param holes those that let something through: it is shown, as being in a hole */
export function gotNotation(bytes: Uint8Array, holes: readonly Hole[]): HoledNotation {
  return holedNotation(bytes, holes, chip);
}

/** A stretch of a holed notation with the holes in their places. */
export function withHoles(stretch: string, { shown }: HoledNotation): Content {
  return stretch.split(MARK).map((part, at) => (at % 2 === 0 ? part : shown[Number(part)]));
}

/** The bytes of a frame that holes cover; none where it cannot be told. */
export function holeRanges(bytes: Uint8Array, holes: readonly Hole[]): Range[] {
  const frame = tryOpenFrame(bytes);
  if (frame?.inner === undefined) return [];
  const start = frame.outer.end - frame.inner.length;
  return [...coveredItems(frame, holes).keys()].map(({ at, end }) => ({ start: start + at, end: start + end }));
}

/** What a hole lets through, in a few words. */
export function describeHole(hole: Hole): string {
  switch (hole.is) {
    case "time": {
      const sign = hole.offset < 0 ? "" : "+";
      const since = hole.since === undefined ? "" : `, counted from step ${hole.since}`;
      const within = hole.within === 0 ? "" : ` ±${hole.within} s`;
      return `now${hole.offset === 0 ? "" : `${sign}${hole.offset}`}${within}${since}`;
    }
    case "age":
      return `seconds since step ${hole.since}`;
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

const MARK = "\0";

/** @param show what to show for a hole that covers an item, given in notation */
function holedNotation(
  bytes: Uint8Array,
  holes: readonly Hole[],
  show: (hole: Hole, covered: string) => Markup,
): HoledNotation {
  const plain = describeReply(bytes);
  const frame = tryOpenFrame(bytes);
  if (frame?.inner === undefined || holes.length === 0) return { text: plain, shown: [] };
  const { inner } = frame;
  const items = itemsAt(frame);
  const covered = coveredItems(frame, holes);
  const shown = holes.map((hole) => {
    const item = items.get(hole.at);
    return item === undefined ? undefined : show(hole, notate(item, inner));
  });
  const place = (item: Item) => (covered.has(item) ? `${MARK}${covered.get(item)}${MARK}` : undefined);
  for (const [field, before] of [
    ["result", ""],
    ["error", "error "],
  ] as const) {
    const item = items.get(field);
    // Only where the reply reads as this item's notation and nothing else.
    if (item === undefined || before + notate(item, inner) !== plain) continue;
    return { text: before + notate(item, inner, 0, place), shown };
  }
  // An unusual frame is shown as it is, its holes behind it.
  return { text: `${plain}${holes.map((_, at) => ` ${MARK}${at}${MARK}`).join("")}`, shown };
}

function chip(hole: Hole, text: string): Markup {
  return html`<mark class="hole" title="hole at ${hole.at}: ${describeHole(hole)}">${text}</mark>`;
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
