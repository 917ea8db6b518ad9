// A set of keys from which a random one is chosen in constant time.
import type { Random } from "../../random.ts";

export class KeyBag {
  readonly #keys: string[] = [];
  readonly #places = new Map<string, number>();

  get size(): number {
    return this.#keys.length;
  }

  add(key: string): void {
    if (this.#places.has(key)) return;
    this.#places.set(key, this.#keys.length);
    this.#keys.push(key);
  }

  delete(key: string): void {
    const place = this.#places.get(key);
    const last = this.#keys.pop();
    if (place === undefined) {
      if (last !== undefined) this.#keys.push(last);
      return;
    }
    this.#places.delete(key);
    if (last === undefined || last === key) return;
    this.#keys[place] = last;
    this.#places.set(last, place);
  }

  /** Up to `count` different keys, chosen at random. */
  some(count: number, random: Random): string[] {
    const drawn = new Set<string>();
    for (let i = 0; i < count && this.#keys.length > 0; i++) drawn.add(random.pick(this.#keys));
    return [...drawn];
  }

  all(): readonly string[] {
    return this.#keys;
  }

  clear(): void {
    this.#keys.length = 0;
    this.#places.clear();
  }
}
