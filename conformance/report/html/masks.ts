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
 * A reply in notation with the placeholder `\0N\0` for the value of mask N, so that replies that differ only in masked
 * values have equal text. Notation escapes NUL, so placeholders are unambiguous. `shown` has what to display for N.
 */
export type MaskedNotation = { readonly text: string; readonly shown: readonly (Markup | undefined)[] };

/** The expected reply; its masks are shown as a description of the accepted values. */
export function demandedNotation({ bytes, masks }: GoldenReply): MaskedNotation {
  return maskedNotation(bytes, masks, (mask) => chip(mask, describeMask(mask)));
}

/** The received reply. @param masks those whose value was accepted; it is shown, marked as masked */
export function gotNotation(bytes: Uint8Array, masks: readonly Mask[]): MaskedNotation {
  return maskedNotation(bytes, masks, chip);
}

/** Replaces the placeholders in a part of a masked notation by what to display for them. */
export function withMasks(stretch: string, { shown }: MaskedNotation): Content {
  return stretch.split(MARK).map((part, at) => (at % 2 === 0 ? part : shown[Number(part)]));
}

/** Byte ranges of a frame that masks cover; empty if the frame cannot be parsed. */
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
    // Placeholders are only possible if the item's notation is the whole text.
    if (item === undefined || before + notate(item, inner) !== plain) continue;
    return { text: before + notate(item, inner, 0, place), shown };
  }
  // For an unusual frame the masks are shown after the text.
  return { text: `${plain}${masks.map((_, at) => ` ${MARK}${at}${MARK}`).join("")}`, shown };
}

function chip(mask: Mask, text: string): Markup {
  return html`<mark class="mask" title="mask at ${mask.at}: ${describeMask(mask)}">${text}</mark>`;
}

/** The items that masks cover, each with the index of its mask. */
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
