// What the clients of one process assume about the units, so that they call on existing units, and on each other's. It
// may be wrong: only the checker decides.
import type { Random } from "../../random.ts";
import { KeyBag } from "./key-bag.ts";
import { SPEC_NAMES } from "./plan.ts";

/** Maximum number of unfinished units in all work specs; beyond it no units are added. */
const MOST_OPEN = 800;
/** Maximum number of finished and failed units. */
const MOST_DONE = 1_200;
/** How many keys of deleted units are kept for each work spec, to be added again. */
const MOST_GONE = 60;

export class Pool {
  readonly #name: string;
  #serial = 0;
  readonly open = new Map(SPEC_NAMES.map((name) => [name, new KeyBag()]));
  readonly done = new Map(SPEC_NAMES.map((name) => [name, new KeyBag()]));
  readonly #gone = new Map(SPEC_NAMES.map((name): [string, string[]] => [name, []]));

  /** @param name prefix of new keys, different in each process */
  constructor(name: string) {
    this.#name = name;
  }

  /** A key that no unit has had yet. */
  newKey(): string {
    return `${this.#name}${(this.#serial++).toString(36).padStart(6, "0")}`;
  }

  get isFull(): boolean {
    return sizeOf(this.open) >= MOST_OPEN || sizeOf(this.done) >= MOST_DONE;
  }

  isOpen(spec: string, key: string): void {
    this.open.get(spec)?.add(key);
    this.done.get(spec)?.delete(key);
  }

  isDone(spec: string, key: string): void {
    this.open.get(spec)?.delete(key);
    this.done.get(spec)?.add(key);
  }

  isGone(spec: string, key: string): void {
    this.open.get(spec)?.delete(key);
    this.done.get(spec)?.delete(key);
    const gone = this.#gone.get(spec);
    gone?.push(key);
    if (gone !== undefined && gone.length > MOST_GONE) gone.shift();
  }

  /** Up to `count` keys of units in any state, deleted ones included. */
  known(spec: string, count: number, random: Random): string[] {
    const kind = random.below(3);
    if (kind === 2) return [...new Set((this.#gone.get(spec) ?? []).slice(0, count))];
    return (kind === 0 ? this.open : this.done).get(spec)?.some(count, random) ?? [];
  }

  /** All keys of units that may exist, by work spec. */
  keys(): (readonly [spec: string, keys: readonly string[]])[] {
    return SPEC_NAMES.map((spec) => {
      const bags = [this.open.get(spec), this.done.get(spec)];
      return [spec, bags.flatMap((bag) => bag?.all() ?? [])] as const;
    });
  }

  /** Forgets all keys, after the daemon has lost its data. */
  clear(): void {
    for (const bags of [this.open, this.done]) for (const bag of bags.values()) bag.clear();
    for (const list of this.#gone.values()) list.length = 0;
  }
}

function sizeOf(bags: ReadonlyMap<string, KeyBag>): number {
  let size = 0;
  for (const bag of bags.values()) size += bag.size;
  return size;
}
