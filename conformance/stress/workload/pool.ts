// What the clients of one process assume about the units, so that they call on existing units, and on each other's. It
// may be wrong: only the checker decides.
import type { Random } from "../../random.ts";
import { KeyBag } from "./key-bag.ts";
import { SPEC_NAMES } from "./plan.ts";

/** Units that are not done, over all work specs, before nothing more is added. */
const MOST_OPEN = 800;
/** The same for units that are done. */
const MOST_DONE = 1_200;
/** Keys of units that are gone, to be added again, of each work spec. */
const MOST_GONE = 60;

export class Pool {
  readonly #name: string;
  #serial = 0;
  readonly open = new Map(SPEC_NAMES.map((name) => [name, new KeyBag()]));
  readonly done = new Map(SPEC_NAMES.map((name) => [name, new KeyBag()]));
  readonly #gone = new Map(SPEC_NAMES.map((name): [string, string[]] => [name, []]));

  /** @param name tells its keys from those of other processes */
  constructor(name: string) {
    this.#name = name;
  }

  /** A key that no unit has had. */
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

  /** Up to so many keys that are or were there, of units in every state. */
  known(spec: string, count: number, random: Random): string[] {
    const kind = random.below(3);
    if (kind === 2) return [...new Set((this.#gone.get(spec) ?? []).slice(0, count))];
    return (kind === 0 ? this.open : this.done).get(spec)?.some(count, random) ?? [];
  }

  /** Every key that it believes in, by work spec. */
  keys(): (readonly [spec: string, keys: readonly string[]])[] {
    return SPEC_NAMES.map((spec) => {
      const bags = [this.open.get(spec), this.done.get(spec)];
      return [spec, bags.flatMap((bag) => bag?.all() ?? [])] as const;
    });
  }

  /** The daemon has forgotten everything. */
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
