// Long values in what people read: cut around the place where two of them begin to differ, with the number of characters
// that were left out.
import { grouped } from "../counted.ts";

/** Maximum number of characters of a value, or of the hex of a frame, by default and with --verbose. */
export const SHORT = 200;
export const LONG = 2000;

/** Two values, each of at most about `room` characters, cut at the same place. */
export function excerpts(expected: string, got: string, room: number): [expected: string, got: string] {
  const at = sharedStart(expected, got);
  const window = windowAt(at, Math.max(expected.length, got.length), room);
  return [within(expected, window, room), within(got, window, room)];
}

/** About `room` characters of one value, from its beginning on. */
export function excerpt(text: string, room: number): string {
  return within(text, { start: 0, end: room }, room);
}

/** The length of the common start of two sequences. */
export function sharedStart(a: ArrayLike<unknown>, b: ArrayLike<unknown>): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && a[length] === b[length]) length++;
  return length;
}

export type Window = { readonly start: number; readonly end: number };

/** The part of a sequence to show: at most a quarter of the room is for what follows `at`, the rest for what precedes. */
export function windowAt(at: number, length: number, room: number): Window {
  const after = Math.min(length - at, Math.floor(room / 4));
  const start = length <= room ? 0 : Math.max(0, at + after - room);
  return { start, end: Math.min(length, start + room) };
}

/** Text that fits is left whole, so that only the longer of two values is cut. */
function within(text: string, { start, end }: Window, room: number): string {
  if (text.length <= room) return text;
  const [from, to] = [outsidePair(text, start), outsidePair(text, Math.min(end, text.length))];
  const before = from === 0 ? "" : `...(${count(from)} before)...`;
  const more = to === text.length ? "" : `...(${count(text.length - to)} more)`;
  return `${before}${text.slice(from, to)}${more}`;
}

/** The index, or the one before it between the two halves of a character outside the BMP. */
function outsidePair(text: string, at: number): number {
  return /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(at - 1, at + 1)) ? at - 1 : at;
}

const count = (characters: number) => `${grouped(characters)} ${characters === 1 ? "character" : "characters"}`;
