// Hierarchical locks with deadlines: a path can be locked if neither it, nor a path above or below it, is locked.
// Global to the daemon, independent of work specs. Labels are opaque strings compared for equality.
import type { Moment } from "./clock.ts";
import { Holdable } from "./hold.ts";
import { COST, Memory } from "./memory.ts";
import { byBytes, type OrderedMap, orderedMap } from "./ordered-map.ts";
import { A_PIECE, Pace, type Pieces } from "./pieces.ts";

/** The identities of the labels on the path from the root; [] is the root itself. */
export type LockPath = readonly string[];

type Node = {
  readonly label: string;
  readonly parent: Node | null;
  /** By label; null if there are none. */
  children: OrderedMap<string, Node> | null;
  /** The owner of the lock; "" if it is not locked, but "" is also a valid owner. */
  owner: string;
  /** When the lock expires; null if it is not locked. */
  deadline: Moment | null;
  readonly serial: number;
};

/** Why an operation on several paths was refused: the first conflicting path. */
export type LockRefusal = { index: number; owner: string | null };

export class LockTree {
  readonly holdable = new Holdable();
  readonly #memory: Memory;
  #serial = 0;
  /** Where the removal of nodes that no longer lead to a lock continues; null if it is complete. */
  #pruned: Node | null = null;
  readonly #root: Node = this.#node("", null);
  /** The locked nodes by deadline. */
  readonly #deadlines = orderedMap<Node, undefined>((a, b) => deadlineOf(a) - deadlineOf(b) || a.serial - b.serial);

  constructor(memory = new Memory()) {
    this.#memory = memory;
  }

  /**
   * Releases locks whose deadline is before `now`.
   * @param most most locks to release
   * @returns whether all of them were released
   */
  advance(now: number, most = Number.POSITIVE_INFINITY): boolean {
    if (!this.#prune()) return false;
    let left = most;
    for (let next = this.#deadlines.minKey(); next !== undefined; next = this.#deadlines.minKey()) {
      if (deadlineOf(next) >= now) break;
      if (left-- <= 0 || !this.#release(next)) return false;
    }
    return true;
  }

  /** The same in pieces, for any number of locks. */
  *advanceInPieces(now: number): Pieces {
    while (!this.advance(now, A_PIECE)) yield;
  }

  /**
   * Locks all paths, or none. All are checked before any is locked.
   * @returns null, or the first path that cannot be locked
   * @throws OutOfMemory
   */
  *lock(owner: string, deadline: number, paths: readonly LockPath[]): Pieces<LockRefusal | null> {
    const pace = new Pace();
    this.#memory.expectStored(yield* bytesOf(owner, paths, pace));
    for (const [index, path] of paths.entries()) {
      if (!this.#isFree(path)) return { index, owner: null };
      if (pace.isOver(path.length)) yield;
    }
    for (const path of paths) yield* this.#lockPath(path, owner, deadline, pace);
    return null;
  }

  /**
   * Locks those paths that can be locked, one after the other; returns for each whether it was locked.
   * @throws OutOfMemory
   */
  *lockSome(owner: string, deadline: number, paths: readonly LockPath[]): Pieces<boolean[]> {
    const pace = new Pace();
    this.#memory.expectStored(yield* bytesOf(owner, paths, pace));
    const locked: boolean[] = [];
    for (const path of paths) {
      const free = this.#isFree(path);
      if (free) yield* this.#lockPath(path, owner, deadline, pace);
      locked.push(free);
      if (pace.isOver(path.length)) yield;
    }
    return locked;
  }

  /**
   * Sets the deadline of all paths, or none; returns the first that this owner does not hold, with its owner (null: no
   * node).
   */
  *renew(owner: string, deadline: number, paths: readonly LockPath[]): Pieces<LockRefusal | null> {
    const pace = new Pace();
    const refusal = yield* this.#notHeld(owner, paths, pace);
    if (refusal !== null) return refusal;
    for (const path of paths) {
      const node = this.#find(path);
      if (node !== undefined) this.#hold(node, owner, deadline);
      if (pace.isOver(path.length)) yield;
    }
    return null;
  }

  /** Releases all paths, or none; returns the first that this owner does not hold, with its owner (null: no node). */
  *unlock(owner: string, paths: readonly LockPath[]): Pieces<LockRefusal | null> {
    const pace = new Pace();
    const refusal = yield* this.#notHeld(owner, paths, pace);
    if (refusal !== null) return refusal;
    for (const path of paths) {
      const node = this.#find(path);
      if (node !== undefined && node.deadline !== null) this.#release(node);
      while (!this.#prune()) yield;
      if (pace.isOver(path.length)) yield;
    }
    return null;
  }

  /** The owner of exactly this path, or null. */
  ownerOf(path: LockPath): string | null {
    const node = this.#find(path);
    return node === undefined || node.deadline === null ? null : node.owner;
  }

  /** Releases all locks at or below one label of the root, whoever owns them. */
  *deleteNamespace(label: string): Pieces {
    const top = this.#root.children?.get(label);
    if (top === undefined) return;
    this.#root.children?.delete(label);
    if (this.#root.children?.size === 0) this.#root.children = null;
    const pace = new Pace();
    const below = [top];
    for (let node = below.pop(); node !== undefined; node = below.pop()) {
      if (node.deadline !== null) this.#deadlines.delete(node);
      this.#count(node, -1);
      for (const child of node.children?.values() ?? []) {
        below.push(child);
        if (pace.isOver(1)) yield;
      }
      if (pace.isOver(1)) yield;
    }
  }

  #node(label: string, parent: Node | null): Node {
    return { label, parent, children: null, owner: "", deadline: null, serial: this.#serial++ };
  }

  #count({ label, owner }: Node, times: 1 | -1): void {
    this.#memory.stored += times * (COST.lock + label.length + owner.length);
  }

  #isFree(path: LockPath): boolean {
    let node = this.#root;
    for (const label of path) {
      if (node.deadline !== null) return false;
      const child = node.children?.get(label);
      if (child === undefined) return true;
      node = child;
    }
    return node.deadline === null && node.children === null;
  }

  #find(path: LockPath): Node | undefined {
    let node: Node | undefined = this.#root;
    for (const label of path) node = node?.children?.get(label);
    return node;
  }

  *#lockPath(path: LockPath, owner: string, deadline: number, pace: Pace): Pieces {
    let node = this.#root;
    for (const label of path) {
      node = node.children?.get(label) ?? this.#child(node, label);
      if (pace.isOver(1)) yield;
    }
    this.#hold(node, owner, deadline);
  }

  #child(parent: Node, label: string): Node {
    const child = this.#node(label, parent);
    parent.children ??= orderedMap(byBytes);
    parent.children.set(label, child);
    this.#count(child, 1);
    return child;
  }

  *#notHeld(owner: string, paths: readonly LockPath[], pace: Pace): Pieces<LockRefusal | null> {
    for (const [index, path] of paths.entries()) {
      const node = this.#find(path);
      if (node === undefined) return { index, owner: null };
      if (node.deadline === null || node.owner !== owner) return { index, owner: node.owner };
      if (pace.isOver(path.length)) yield;
    }
    return null;
  }

  #hold(node: Node, owner: string, deadline: number): void {
    if (node.deadline !== null) this.#deadlines.delete(node);
    this.#memory.stored += owner.length - node.owner.length;
    node.owner = owner;
    node.deadline = deadline;
    this.#deadlines.set(node, undefined);
  }

  /**
   * Unlocks a node, and removes nodes that are neither locked nor lead to a lock.
   * @returns whether that is complete; otherwise #prune() continues it
   */
  #release(node: Node): boolean {
    this.#deadlines.delete(node);
    this.#memory.stored -= node.owner.length;
    node.owner = "";
    node.deadline = null;
    this.#pruned = node;
    return this.#prune();
  }

  #prune(): boolean {
    let left = A_PIECE;
    let at = this.#pruned;
    for (; at !== null && at.parent !== null && at.deadline === null && at.children === null; at = at.parent) {
      if (left-- === 0) {
        this.#pruned = at;
        return false;
      }
      const { parent } = at;
      this.#count(at, -1);
      parent.children?.delete(at.label);
      if (parent.children?.size === 0) parent.children = null;
    }
    this.#pruned = null;
    return true;
  }
}

/** @throws RangeError if it is not locked, which would be a bug in the tree */
function deadlineOf({ label, deadline }: Node): Moment {
  if (deadline === null) throw new RangeError(`no lock at ${label}`);
  return deadline;
}

/** The memory that new nodes for all labels of these paths would take. */
function* bytesOf(owner: string, paths: readonly LockPath[], pace: Pace): Pieces<number> {
  let bytes = paths.length * owner.length;
  for (const path of paths) {
    bytes += path.length * COST.lock;
    for (const label of path) {
      bytes += label.length;
      if (pace.isOver(1 / 4)) yield;
    }
    if (pace.isOver(1 / 4)) yield;
  }
  return bytes;
}
