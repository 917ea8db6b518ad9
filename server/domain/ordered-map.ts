// The ordered structure that all queues and indexes are built on: the B+ tree of the package sorted-btree.
import sortedBtree from "sorted-btree";

// The package is CommonJS with a `default` member, so that Node's default import is the object that holds the class.
const BTree = sortedBtree.default;

/** A map in key order. */
export type OrderedMap<K, V> = InstanceType<typeof BTree<K, V>>;

/** @param compare negative where a comes before b */
export function orderedMap<K, V>(compare: (a: K, b: K) => number): OrderedMap<K, V> {
  return new BTree<K, V>([], compare);
}

/** One entry of nothing. */
const NOTHING = orderedMap<string, null>(byBytes);
NOTHING.set("", null);

/**
 * Lets go of the entry that was looked at last. The package hands out all entries in one array that it keeps: whoever drops much
 * would otherwise leave something of it behind, and all that hangs on that.
 */
export function letGoOfLast(): void {
  for (const value of NOTHING.values()) if (value !== null) return;
}

/** Binary strings in the order of their bytes. */
export function byBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
