// Scans items of indefinite length in advance: the number of items in each container and of bytes in each string, so
// that definite heads can be written directly instead of moving everything after them at each level of nesting.
import type { Buffer } from "node:buffer";
import { IntList } from "./int-list.ts";
import { BREAK, INDEFINITE, ItemHeads } from "./item-heads.ts";
import { MAJOR } from "./major.ts";
import { KIND, OpenContainers } from "./open-containers.ts";
import { tooManyItems } from "./wire-error.ts";

export class IndefiniteSizes {
  readonly #maxItems: number;
  readonly #heads = new ItemHeads();
  readonly #open = new OpenContainers();
  /** In the order in which the containers and strings begin. */
  readonly #sizes = new IntList();
  #taken = 0;
  #seen = 0;

  constructor(maxItems: number) {
    this.#maxItems = maxItems;
  }

  /** Bytes of memory that it takes. */
  get capacity(): number {
    return this.#open.capacity + this.#sizes.capacity;
  }

  /** Whether all sizes were taken, so that the next item of indefinite length must be scanned. */
  get isUsedUp(): boolean {
    return this.#taken === this.#sizes.length;
  }

  /** The next size: the items of a container (a map counts keys and values), or the bytes of a string. */
  take(): number {
    return this.#sizes.at(this.#taken++);
  }

  /** Starts to scan the item of indefinite length at `start`. */
  begin(source: Buffer, start: number, end: number): void {
    this.#heads.begin(source, start, end);
    this.#sizes.release();
    this.#open.release();
    this.#taken = 0;
    this.#seen = 0;
  }

  /**
   * Scans this many heads.
   * @returns whether the item is complete
   * @throws WireError malformed-cbor, too-many-items
   */
  look(heads: number): boolean {
    for (let left = heads; left > 0; left--) {
      this.#head();
      if (this.#open.depth === 0) return true;
    }
    return false;
  }

  release(): void {
    this.#heads.release();
    this.#sizes.release();
    this.#open.release();
    this.#taken = 0;
  }

  #head(): void {
    const heads = this.#heads;
    const open = this.#open;
    heads.read();
    const major = heads.initial >> 5;
    if (open.depth > 0 && open.kind === KIND.chunks) {
      if (heads.initial === BREAK) this.#close();
      else this.#chunk(major);
      return;
    }
    // Twice as many, since breaks are counted here too.
    if (++this.#seen > 2 * this.#maxItems) throw tooManyItems(this.#maxItems);
    if (heads.initial === BREAK) {
      if (open.kind !== KIND.openArray) throw heads.malformed("a break where an item must be");
      this.#close();
    } else if ((heads.initial & 31) === INDEFINITE) {
      if (major === MAJOR.bytes || major === MAJOR.text) this.#push(KIND.chunks);
      else if (major === MAJOR.array || major === MAJOR.map) this.#push(KIND.openArray);
      else throw heads.malformed("an indefinite length where none can be");
    } else if (major === MAJOR.bytes || major === MAJOR.text) {
      heads.at += heads.size();
      this.#itemDone();
    } else if (major === MAJOR.array || major === MAJOR.map) {
      const items = major === MAJOR.map ? heads.size() * 2 : heads.size();
      if (items === 0) this.#itemDone();
      else open.push(KIND.array, items, 0);
    } else if (major === MAJOR.tag) {
      open.push(KIND.array, 1, 0);
    } else {
      this.#itemDone();
    }
  }

  #push(kind: number): void {
    this.#open.push(kind, 0, this.#sizes.length);
    this.#sizes.push(0);
  }

  #chunk(major: number): void {
    const heads = this.#heads;
    if ((major !== MAJOR.bytes && major !== MAJOR.text) || (heads.initial & 31) === INDEFINITE) {
      throw heads.malformed("no chunk of a string");
    }
    const size = heads.size();
    heads.at += size;
    this.#add(size);
  }

  #add(size: number): void {
    const { keys } = this.#open;
    this.#sizes.set(keys, this.#sizes.at(keys) + size);
  }

  #close(): void {
    this.#open.pop();
    this.#itemDone();
  }

  /** Counts a complete item in its container, and closes the containers that it completes. */
  #itemDone(): void {
    const open = this.#open;
    while (open.depth > 0) {
      if (open.kind === KIND.openArray) {
        this.#add(1);
        return;
      }
      if (--open.left > 0) return;
      open.pop();
    }
  }
}
