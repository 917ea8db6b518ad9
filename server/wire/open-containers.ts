// The stack of open containers of an item being read, as frames {kind, left, keys}. The innermost frame is in fields,
// the others in arrays of integers, since a message can be nested as deep as it is long.
import { intAt } from "./int-list.ts";

export const KIND = {
  /** `left` is the number of items still to come. A tag is an array of one item. */
  array: 0,
  /** The same for a map; keys and values both count. */
  map: 1,
  /** An array or map of indefinite length. `left` is counted as above if the scan has found the count. */
  openArray: 2,
  openMap: 3,
  /** A string of indefinite length; its chunks are not counted. */
  chunks: 4,
} as const;

const INTS = 3;
/** Frames in the first array, which is kept from one message to the next. */
const FIRST_FRAMES = 64;
/**
 * Frames in each further array. A single growing array would have to copy millions of frames, which would block other
 * clients.
 */
const RUN_FRAMES = 65_536;

export class OpenContainers {
  depth = 0;
  /** The innermost frame. `keys` is for the user of the stack: where its notes about this container begin. */
  kind = 0;
  left = 0;
  keys = 0;
  /** The outer frames, {kind, left, keys} each; the first stands for the level outside all containers. */
  #frames = new Int32Array(FIRST_FRAMES * INTS);
  /** Index of the next free place. */
  #at = 0;
  /** The full arrays before the current one. */
  readonly #full: Int32Array<ArrayBuffer>[] = [];
  /** The array after the current one, kept in case nesting goes back and forth between two. */
  #next: Int32Array<ArrayBuffer> | null = null;

  /** Bytes of memory that it takes. */
  get capacity(): number {
    const last = this.#frames.byteLength + (this.#next?.byteLength ?? 0);
    return this.#full.reduce((sum, { byteLength }) => sum + byteLength, last);
  }

  push(kind: number, left: number, keys: number): void {
    if (this.#at === this.#frames.length) this.#grow();
    const frames = this.#frames;
    const at = this.#at;
    frames[at] = this.kind;
    frames[at + 1] = this.left;
    frames[at + 2] = this.keys;
    this.#at = at + INTS;
    this.depth++;
    this.kind = kind;
    this.left = left;
    this.keys = keys;
  }

  pop(): void {
    if (this.#at === 0) this.#shrink();
    this.depth--;
    this.#at -= INTS;
    const at = this.#at;
    const frames = this.#frames;
    this.kind = intAt(frames, at);
    this.left = intAt(frames, at + 1);
    this.keys = intAt(frames, at + 2);
  }

  /** Empties the stack and releases the memory that deep nesting needed. */
  release(): void {
    this.depth = 0;
    this.#at = 0;
    this.#frames = this.#full[0] ?? this.#frames;
    this.#full.length = 0;
    this.#next = null;
  }

  #grow(): void {
    this.#full.push(this.#frames);
    this.#frames = this.#next ?? new Int32Array(RUN_FRAMES * INTS);
    this.#next = null;
    this.#at = 0;
  }

  #shrink(): void {
    this.#next = this.#frames;
    this.#frames = this.#full.pop() ?? this.#frames;
    this.#at = this.#frames.length;
  }
}
