// The smallest edit between two sequences, as ranges of either side.
import { diffArrays } from "diff";
import type { Range } from "./masks.ts";

/** Above these limits, to save time, everything between the common prefix and suffix is marked as different. */
const MAX_LENGTH = 4096;
const MAX_EDITS = 1000;

/**
 * Ranges that differ, in `a` and in `b`.
 * @param leastCommon shorter common runs between two changes count as changed, to avoid accidental matches; 1: exact
 */
export function contrast<T>(a: readonly T[], b: readonly T[], leastCommon = 3): [Range[], Range[]] {
  const changes =
    a.length > MAX_LENGTH || b.length > MAX_LENGTH
      ? undefined
      : diffArrays([...a], [...b], { maxEditLength: MAX_EDITS });
  if (changes === undefined) return aroundMiddle(a, b);
  const left: Range[] = [];
  const right: Range[] = [];
  let [atLeft, atRight] = [0, 0];
  for (const [at, { added, removed, count }] of changes.entries()) {
    const isBetween = at > 0 && at < changes.length - 1;
    const isCommon = !added && !removed && !(isBetween && count < leastCommon);
    const [toLeft, toRight] = [atLeft + (added ? 0 : count), atRight + (removed ? 0 : count)];
    if (!isCommon) {
      append(left, atLeft, toLeft);
      append(right, atRight, toRight);
    }
    [atLeft, atRight] = [toLeft, toRight];
  }
  return [left, right];
}

/** The exact differences of bytes; by position if the frames have equal length and no more bytes differ that way. */
export function contrastBytes(a: Uint8Array, b: Uint8Array): [Range[], Range[]] {
  const [inA, inB] = contrast([...a], [...b], 1);
  if (a.length !== b.length || a.length > MAX_LENGTH) return [inA, inB];
  const places: Range[] = [];
  for (const [at, byte] of a.entries()) if (byte !== b[at]) append(places, at, at + 1);
  return lengthOf(places) <= lengthOf(inA) ? [places, places] : [inA, inB];
}

const lengthOf = (ranges: readonly Range[]) => ranges.reduce((sum, { start, end }) => sum + end - start, 0);

/** Appends a range, or extends the last one if they are adjacent. */
function append(ranges: Range[], start: number, end: number): void {
  if (start === end) return;
  const last = ranges.at(-1);
  if (last?.end === start) ranges.splice(-1, 1, { start: last.start, end });
  else ranges.push({ start, end });
}

function aroundMiddle<T>(a: readonly T[], b: readonly T[]): [Range[], Range[]] {
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start++;
  let tail = 0;
  while (tail < shorter - start && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  const middle = (end: number) => (end > start ? [{ start, end }] : []);
  return [middle(a.length - tail), middle(b.length - tail)];
}
