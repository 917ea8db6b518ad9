// The containers of an item that are open while it is read, innermost last: a stack of frames {kind, left, keys}. The innermost
// one is at hand; those around it lie in one run of integers, since a message can nest as deep as it is long.
import { intAt } from "./int-list.ts";

export const KIND = {
  /** `left` is how many items are still to come. A tag is an array of one. */
  array: 0,
  /** The same for a map, whose keys and values both count. */
  map: 1,
  /** An array or map with a break behind it. `left` is counted as above where the count is known ahead. */
  openArray: 2,
  openMap: 3,
  /** A string of indefinite length, whose chunks are not counted. */
  chunks: 4,
} as const;

const MIN_FRAMES = 64;
/** Room for so many frames is kept from one message to the next. */
const KEPT_FRAMES = 1024;
const INTS = 3;

export class OpenContainers {
  depth = 0;
  /** The innermost frame. `keys` is for whoever keeps something about a container: where that begins. */
  kind = 0;
  left = 0;
  keys = 0;
  /** The frames around it, {kind, left, keys} each; the first one stands for what is around everything. */
  #frames = new Int32Array(MIN_FRAMES * INTS);

  /** Bytes of memory that it takes. */
  get capacity(): number {
    return this.#frames.byteLength;
  }

  push(kind: number, left: number, keys: number): void {
    const at = this.depth * INTS;
    if (at === this.#frames.length) this.#grow();
    const frames = this.#frames;
    frames[at] = this.kind;
    frames[at + 1] = this.left;
    frames[at + 2] = this.keys;
    this.depth++;
    this.kind = kind;
    this.left = left;
    this.keys = keys;
  }

  pop(): void {
    const at = --this.depth * INTS;
    const frames = this.#frames;
    this.kind = intAt(frames, at);
    this.left = intAt(frames, at + 1);
    this.keys = intAt(frames, at + 2);
  }

  /** Empties it and gives back what deep nesting needed. */
  release(): void {
    this.depth = 0;
    if (this.#frames.length > KEPT_FRAMES * INTS) this.#frames = new Int32Array(MIN_FRAMES * INTS);
  }

  #grow(): void {
    const grown = new Int32Array(this.#frames.length * 2);
    grown.set(this.#frames);
    this.#frames = grown;
  }
}
