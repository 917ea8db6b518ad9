// Where a finding's two replies begin to differ, in notation and in bytes.

import { tryOpenFrame } from "../cbor/frame.ts";
import { findItem } from "../cbor/lookup.ts";
import { notate } from "../cbor/notation.ts";
import { grouped } from "../counted.ts";
import { LONGEST } from "../judge/compare.ts";
import { excerpts, sharedStart, windowAt } from "../judge/excerpt.ts";
import type { Finding } from "../run/result.ts";

type Replies = Pick<Finding, "path" | "recorded" | "replied">;

/** The expected value and the received one, cut to about `room` characters around their first difference. */
export function shownValues(finding: Finding, room: number): [expected: string, got: string] {
  const { path, expected, got, recorded, replied } = finding;
  // The judge keeps only the beginning of a huge value, in which the difference may not be.
  const whole = (kept: string, hex: string) => (kept.length > LONGEST ? (itemIn(hex, path)?.text() ?? kept) : kept);
  return excerpts(whole(expected, recorded), whole(got, replied), room);
}

/** Offset in each frame of the first byte that differs in the finding's value, or of the first one at all. */
export function differsAt({ path, recorded, replied }: Replies): {
  readonly recorded: number;
  readonly replied: number;
} {
  const [a, b] = [itemIn(recorded, path), itemIn(replied, path)];
  if (a !== undefined && b !== undefined) {
    const shared = sharedStart(a.content, b.content);
    const isOfHead = shared === Math.max(a.content.length, b.content.length);
    const [left, right] = isOfHead ? [0, 0] : [a.head + shared, b.head + shared];
    return { recorded: a.at + left, replied: b.at + right };
  }
  // Frames of other lengths differ in their heads already, which says nothing.
  const around = (hex: string) => (path === "frame" ? whole(hex) : messageIn(whole(hex)));
  const [x, y] = [around(recorded), around(replied)];
  const shared = sharedStart(x.bytes, y.bytes);
  return { recorded: a?.at ?? x.at + shared, replied: b?.at ?? y.at + shared };
}

/** Part of a frame in hex: `from byte 65,518: 6e6e...(12 bytes more)`; all of it if it fits. */
export type ShownBytes = {
  readonly before: string;
  readonly same: string;
  readonly other: string;
  readonly more: string;
};

/** @param room maximum number of hex digits @param at offset of the first byte that differs */
export function shownBytes(hex: string, at: number, room: number): ShownBytes {
  const length = hex.length / 2;
  const { start, end } = windowAt(Math.min(at, length), length, Math.floor(room / 2));
  const digits = (from: number, to: number) => hex.slice(2 * from, 2 * Math.max(from, to));
  return {
    before: start === 0 ? "" : `from byte ${grouped(start)}: `,
    same: digits(start, Math.min(at, end)),
    other: digits(Math.min(at, end), end),
    more: end === length ? "" : `...(${grouped(length - end)} bytes more)`,
  };
}

/** Bytes, and their offset in the frame. */
type Part = { readonly at: number; readonly bytes: Uint8Array };

const whole = (hex: string): Part => ({ at: 0, bytes: Buffer.from(hex, "hex") });

/** The message in a frame, or the frame if it has none or is cut into chunks. */
function messageIn(all: Part): Part {
  const outer = tryOpenFrame(all.bytes)?.outer;
  if (outer?.kind !== "tag" || outer.content.kind !== "bytes" || outer.content.chunks !== undefined) return all;
  const at = outer.content.at + outer.content.head;
  return { at, bytes: all.bytes.subarray(at) };
}

type Located = { readonly at: number; readonly head: number; readonly content: Uint8Array; text(): string };

function itemIn(hex: string, path: string): Located | undefined {
  const all = whole(hex);
  const found = tryOpenFrame(all.bytes) === undefined ? undefined : findItem(all.bytes, path);
  if (found === undefined) return undefined;
  const { item, inner } = found;
  // The content of a string, list or map alone: heads differ as soon as lengths do, which says nothing.
  const head = ["bytes", "text", "array", "map"].includes(item.kind) ? item.head : 0;
  const content = inner.subarray(item.at + head, item.end);
  return { at: messageIn(all).at + item.at, head, content, text: () => notate(item, inner) };
}
