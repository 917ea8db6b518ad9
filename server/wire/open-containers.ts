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

const INTS = 3;
/** Frames of the first run, which is kept from one message to the next. */
const FIRST_FRAMES = 64;
/** Frames of a further one. They lie in runs, since copying millions of them to a larger place would keep others waiting. */
const RUN_FRAMES = 65_536;

export class OpenContainers {
  depth = 0;
  /** The innermost frame. `keys` is for whoever keeps something about a container: where that begins. */
  kind = 0;
  left = 0;
  keys = 0;
  /** The frames around it, {kind, left, keys} each; the first one stands for what is around everything. */
  #frames = new Int32Array(FIRST_FRAMES * INTS);
  /** Where in them the next one goes. */
  #at = 0;
  /** The runs before that one, which are full. */
  readonly #full: Int32Array<ArrayBuffer>[] = [];
  /** The run after that one, where there was one: nesting may go back and forth between two. */
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

  /** Empties it and gives back what deep nesting needed. */
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
