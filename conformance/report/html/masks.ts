// The position of masks for display: in the notation, and as byte ranges.

import { type Frame, tryOpenFrame } from "../../cbor/frame.ts";
import type { Item } from "../../cbor/item.ts";
import { notate } from "../../cbor/notation.ts";
import { shorten, walk } from "../../cbor/path.ts";
import { describeReply } from "../../golden/describe.ts";
import { describeMask } from "../../golden/describe-mask.ts";
import type { GoldenReply } from "../../golden/format.ts";
import type { Mask } from "../../golden/mask.ts";
import { type Content, html, type Markup } from "./markup.ts";

/** Bytes from `start` up to but not including `end`. */
export type Range = { readonly start: number; readonly end: number };

/**
 * A reply in notation in which `\0N\0` stands for whatever is in its mask N, so that two replies read alike where only
 * that differs. Notation itself has no such character: it escapes them.
 */
export type MaskedNotation = { readonly text: string; readonly shown: readonly (Markup | undefined)[] };

/** A reply as it is demanded, its masks shown as what may stand there instead of what was recorded. */
export function demandedNotation({ bytes, masks }: GoldenReply): MaskedNotation {
  return maskedNotation(bytes, masks, (mask) => chip(mask, describeMask(mask)));
}

/** A reply as it came. @param masks those that let something through: it is shown, as being in a mask */
export function gotNotation(bytes: Uint8Array, masks: readonly Mask[]): MaskedNotation {
  return maskedNotation(bytes, masks, chip);
}

/** A stretch of a masked notation with the masks in their places. */
export function withMasks(stretch: string, { shown }: MaskedNotation): Content {
  return stretch.split(MARK).map((part, at) => (at % 2 === 0 ? part : shown[Number(part)]));
}

/** The bytes of a frame that masks cover; none where it cannot be told. */
export function maskRanges(bytes: Uint8Array, masks: readonly Mask[]): Range[] {
  const frame = tryOpenFrame(bytes);
  if (frame?.inner === undefined) return [];
  const start = frame.outer.end - frame.inner.length;
  return [...coveredItems(frame, masks).keys()].map(({ at, end }) => ({ start: start + at, end: start + end }));
}

const MARK = "\0";

/** @param show what to show for a mask that covers an item, given in notation */
function maskedNotation(
  bytes: Uint8Array,
  masks: readonly Mask[],
  show: (mask: Mask, covered: string) => Markup,
): MaskedNotation {
  const plain = describeReply(bytes);
  const frame = tryOpenFrame(bytes);
  if (frame?.inner === undefined || masks.length === 0) return { text: plain, shown: [] };
  const { inner } = frame;
  const items = itemsAt(frame);
  const covered = coveredItems(frame, masks);
  const shown = masks.map((mask) => {
    const item = items.get(mask.at);
    return item === undefined ? undefined : show(mask, notate(item, inner));
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
  // An unusual frame is shown as it is, its masks behind it.
  return { text: `${plain}${masks.map((_, at) => ` ${MARK}${at}${MARK}`).join("")}`, shown };
}

function chip(mask: Mask, text: string): Markup {
  return html`<mark class="mask" title="mask at ${mask.at}: ${describeMask(mask)}">${text}</mark>`;
}

/** The items that masks cover, each with the number of its mask. */
function coveredItems(frame: Frame, masks: readonly Mask[]): Map<Item, number> {
  const items = itemsAt(frame);
  const covered = new Map<Item, number>();
  for (const [number, { at }] of masks.entries()) {
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
