// Hierarchical locks with deadlines: a path can be locked when nothing on the way to it, and nothing below it, is held.
// Global to the daemon, independent of work specs. Labels are opaque identities; equal strings are equal labels.
import { orderedMap } from "./ordered-map.ts";

/** The identities of the labels on a path from the root; [] is the root itself. */
export type LockPath = readonly string[];

type Node = {
  readonly label: string;
  readonly parent: Node | null;
  readonly children: Map<string, Node>;
  /** Whose lock it is; "" where it is not locked, and also a legal owner. */
  owner: string;
  /** When the lock ends, in seconds since the epoch; null where it is not locked. */
  deadline: number | null;
  readonly serial: number;
};

/** Why an operation on several paths was refused: the first path that is in the way. */
export type LockRefusal = { index: number; owner: string | null };

export class LockTree {
  #serial = 0;
  readonly #root: Node = this.#node("", null);
  readonly #deadlines = orderedMap<Node, undefined>(
    (a, b) => (a.deadline ?? 0) - (b.deadline ?? 0) || a.serial - b.serial,
  );

  /** Releases locks whose deadline has passed: now is strictly later. */
  advance(now: number): void {
    for (let next = this.#deadlines.minKey(); next !== undefined; next = this.#deadlines.minKey()) {
      if ((next.deadline ?? 0) >= now) return;
      this.#release(next);
    }
  }

  /** Locks all paths, or none: null, or the first that cannot be locked. All are judged before any is locked. */
  lock(owner: string, deadline: number, paths: readonly LockPath[]): LockRefusal | null {
    const index = paths.findIndex((path) => !this.#isFree(path));
    if (index >= 0) return { index, owner: null };
    for (const path of paths) this.#hold(this.#create(path), owner, deadline);
    return null;
  }

  /** Locks the paths that can be, one after the other; returns for each whether it was. */
  lockSome(owner: string, deadline: number, paths: readonly LockPath[]): boolean[] {
    return paths.map((path) => {
      const free = this.#isFree(path);
      if (free) this.#hold(this.#create(path), owner, deadline);
      return free;
    });
  }

  /** Gives all paths a new deadline, or none: the first that is not held by this owner, with its owner (null: no node). */
  renew(owner: string, deadline: number, paths: readonly LockPath[]): LockRefusal | null {
    const refusal = this.#notHeld(owner, paths);
    if (refusal !== null) return refusal;
    for (const path of paths) {
      const node = this.#find(path);
      if (node !== undefined) this.#hold(node, owner, deadline);
    }
    return null;
  }

  /** Releases all paths, or none: the first that is not held by this owner, with its owner (null: no node). */
  unlock(owner: string, paths: readonly LockPath[]): LockRefusal | null {
    const refusal = this.#notHeld(owner, paths);
    if (refusal !== null) return refusal;
    for (const path of paths) {
      const node = this.#find(path);
      if (node !== undefined && node.deadline !== null) this.#release(node);
    }
    return null;
  }

  /** The owner of exactly this path, or null. */
  ownerOf(path: LockPath): string | null {
    const node = this.#find(path);
    return node === undefined || node.deadline === null ? null : node.owner;
  }

  /** Drops everything below one label of the root, whoever holds it. */
  deleteNamespace(label: string): void {
    const top = this.#root.children.get(label);
    if (top === undefined) return;
    this.#root.children.delete(label);
    const below = [top];
    for (let node = below.pop(); node !== undefined; node = below.pop()) {
      if (node.deadline !== null) this.#deadlines.delete(node);
      below.push(...node.children.values());
    }
  }

  #node(label: string, parent: Node | null): Node {
    return { label, parent, children: new Map(), owner: "", deadline: null, serial: this.#serial++ };
  }

  #isFree(path: LockPath): boolean {
    let node = this.#root;
    for (const label of path) {
      if (node.deadline !== null) return false;
      const child = node.children.get(label);
      if (child === undefined) return true;
      node = child;
    }
    return node.deadline === null && node.children.size === 0;
  }

  #find(path: LockPath): Node | undefined {
    let node: Node | undefined = this.#root;
    for (const label of path) node = node?.children.get(label);
    return node;
  }

  #create(path: LockPath): Node {
    let node = this.#root;
    for (const label of path) {
      let child = node.children.get(label);
      if (child === undefined) {
        child = this.#node(label, node);
        node.children.set(label, child);
      }
      node = child;
    }
    return node;
  }

  #notHeld(owner: string, paths: readonly LockPath[]): LockRefusal | null {
    for (const [index, path] of paths.entries()) {
      const node = this.#find(path);
      if (node === undefined) return { index, owner: null };
      if (node.deadline === null || node.owner !== owner) return { index, owner: node.owner };
    }
    return null;
  }

  #hold(node: Node, owner: string, deadline: number): void {
    if (node.deadline !== null) this.#deadlines.delete(node);
    node.owner = owner;
    node.deadline = deadline;
    this.#deadlines.set(node, undefined);
  }

  /** Unlocks a node and takes out what is neither locked nor on the way to a lock any more. */
  #release(node: Node): void {
    this.#deadlines.delete(node);
    node.owner = "";
    node.deadline = null;
    for (let at = node; at.parent !== null && at.deadline === null && at.children.size === 0; at = at.parent) {
      at.parent.children.delete(at.label);
    }
  }
}
