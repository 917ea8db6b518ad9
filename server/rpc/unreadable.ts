// Finds values that the Python client cannot decode in data to be stored. Its decoder fails for a whole reply because
// of one such value, and some of its errors are not subclasses of Exception: a single date in a unit's data terminates
// a worker.
import { finish, Pace, type Pieces } from "../domain/pieces.ts";
import { Cursor } from "../wire/cursor.ts";
import { MAJOR, TAG } from "../wire/major.ts";
import { isReadableText } from "../wire/readable-text.ts";
import { printed } from "./go-text.ts";

/** A container around the current item. */
type Frame = {
  readonly isMap: boolean;
  /** Items still to come; keys and values both count. */
  left: number;
  index: number;
  /** Offset of the key of the current value. */
  keyAt: number;
};

/** The error message for a value, and whether the error is the value itself or something inside it. */
export type Unreadable = { readonly message: string; readonly ofWhole: boolean };

/** What an item takes to look at, beside what others do in a piece. */
const STEPS_AN_ITEM = 1 / 4;
/** Most characters of a path in messages. */
const MAX_PATH = 1000;

/**
 * @param name of the value at the cursor, for messages; the cursor is not moved
 * @returns the error and path of the first value in it that cannot be decoded; null if there is none
 */
export function unreadableIn(cursor: Cursor, name: string): Unreadable | null {
  return finish(unreadableInPieces(cursor, name));
}

/** The same in pieces. */
export function* unreadableInPieces(cursor: Cursor, name: string): Pieces<Unreadable | null> {
  const pace = new Pace();
  const at = new Cursor(cursor.bytes, cursor.at);
  const frames: Frame[] = [];
  let isTagged = false;
  do {
    const top = frames.at(-1);
    const isKey = top?.isMap === true && top.left % 2 === 0;
    if (isKey && !isTagged) top.keyAt = at.at;
    const problem = problemOf(at, isKey && !isTagged);
    if (problem !== null) {
      const message = `'${pathTo(at, frames, name)}' ${isKey ? "has a key that is" : "is"} ${problem}`;
      return { message, ofWhole: frames.length === 0 };
    }
    at.readHead();
    const { major, argument } = at;
    isTagged = major === MAJOR.tag;
    if (isTagged) continue;
    if (major === MAJOR.bytes || major === MAJOR.text) at.at += argument;
    if ((major === MAJOR.array || major === MAJOR.map) && argument > 0) {
      const isMap = major === MAJOR.map;
      frames.push({ isMap, left: isMap ? argument * 2 : argument, index: 0, keyAt: -1 });
    } else {
      itemDone(frames);
    }
    if (pace.isOver(STEPS_AN_ITEM)) yield;
  } while (frames.length > 0 || isTagged);
  return null;
}

function itemDone(frames: Frame[]): void {
  for (let top = frames.at(-1); top !== undefined; top = frames.at(-1)) {
    top.left--;
    top.index++;
    if (top.left > 0) return;
    frames.pop();
  }
}

/** The error of the next item itself. Does not move the cursor. */
function problemOf(at: Cursor, isKey: boolean): string | null {
  const head = new Cursor(at.bytes, at.at);
  head.readHead();
  const { major, argument } = head;
  const inside = head.initial;
  switch (major) {
    case MAJOR.text:
      return isReadableText(at.bytes, head.at, head.at + argument) ? null : "text that is no UTF-8";
    case MAJOR.array:
      return isKey ? "a list" : null;
    case MAJOR.map:
      return isKey ? "a map" : null;
    case MAJOR.tag:
      return problemOfTag(argument, inside, at);
    case MAJOR.simple:
      return at.initial < 0xf4 || at.initial === 0xf8 ? `the simple value ${argument}` : null;
    default:
      return null;
  }
}

function problemOfTag(tag: number, inside: number, at: Cursor): string | null {
  switch (tag) {
    case TAG.bignum:
    case TAG.negativeBignum:
      return inside >> 5 === MAJOR.bytes ? null : `a tag ${tag} around no byte string`;
    case TAG.uuid:
      return inside === 0x50 ? null : "a tag 37 around no 16 bytes";
    case TAG.tuple:
      return inside >> 5 === MAJOR.array ? null : "a tag 128 around no list";
    default:
      return `a tag ${new Cursor(at.bytes, at.at).readTag()}`;
  }
}

/** The path of a value like in other messages: `Data[when][0]`. For a key the path of its map. */
function pathTo({ bytes }: Cursor, frames: readonly Frame[], name: string): string {
  const steps = frames.map(({ isMap, left, index, keyAt }, i) => {
    if (!isMap) return `[${index}]`;
    const isAtKey = left % 2 === 0;
    return isAtKey && i === frames.length - 1 ? "" : `[${printed(new Cursor(bytes, keyAt))}]`;
  });
  const path = name + steps.join("");
  return path.length > MAX_PATH ? `${path.slice(0, MAX_PATH)}...` : path;
}
