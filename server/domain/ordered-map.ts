// The ordered map behind queues and indexes: the B+ tree of the package sorted-btree.
import sortedBtree from "sorted-btree";

// The package is CommonJS with a `default` member; Node's default import is its exports object, which contains the
// class.
const BTree = sortedBtree.default;

/** A map in key order. */
export type OrderedMap<K, V> = InstanceType<typeof BTree<K, V>>;

/** @param compare negative if a is less than b */
export function orderedMap<K, V>(compare: (a: K, b: K) => number): OrderedMap<K, V> {
  return new BTree<K, V>([], compare);
}

/** An entry without content. */
const NOTHING = orderedMap<string, null>(byBytes);
NOTHING.set("", null);

/**
 * Releases the last entry that was read: the package returns all entries in one shared array, which would otherwise
 * keep a deleted entry, and everything it references, in memory.
 */
export function letGoOfLast(): void {
  for (const value of NOTHING.values()) if (value !== null) return;
}

/** Binary strings in the order of their bytes. */
export function byBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
