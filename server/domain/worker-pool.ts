// The workers that sent a heartbeat and have neither expired nor unregistered, and their parents.
import type { Moment } from "./clock.ts";
import type { Bundle } from "./handed.ts";
import { Holdable } from "./hold.ts";
import { COST, Memory, sizeOf } from "./memory.ts";
import { byBytes, type OrderedMap, orderedMap } from "./ordered-map.ts";
import { A_PIECE, type Pieces } from "./pieces.ts";
import type { Stored } from "./work-unit.ts";

export type Worker = {
  readonly id: string;
  mode: string;
  /** The data of the last heartbeat. */
  data: Stored | null;
  /** The parent's id, or "" if there is none. The parent need not be known itself. */
  parent: string;
  /** What its last get_work returned; null for no work. */
  handed: Bundle | null;
  /** When the last heartbeat came. */
  heardAt: Moment;
  /** When the record expires. */
  expires: Moment;
};

export type Heartbeat = Omit<Worker, "id" | "handed" | "heardAt" | "expires"> & {
  /** Seconds until the record expires. */
  lifetime: number;
};

export class WorkerPool {
  readonly #workers = orderedMap<string, Worker>(byBytes);
  readonly #expiry = orderedMap<Worker, undefined>((a, b) => a.expires - b.expires || byBytes(a.id, b.id));
  readonly #children = new Map<string, OrderedMap<string, Worker>>();
  #withParent = 0;

  readonly holdable = new Holdable();
  readonly #memory: Memory;

  constructor(memory = new Memory()) {
    this.#memory = memory;
  }

  /**
   * Removes expired workers. Must be called with the present time before any other method.
   * @param most most workers to remove
   * @returns whether all expired ones were removed
   */
  advance(now: number, most = Number.POSITIVE_INFINITY): boolean {
    let left = most;
    for (let next = this.#expiry.minKey(); next !== undefined && next.expires < now; next = this.#expiry.minKey()) {
      if (left-- <= 0) return false;
      this.#remove(next);
    }
    return true;
  }

  /** The same in pieces, for any number of workers. */
  *advanceInPieces(now: number): Pieces {
    while (!this.advance(now, A_PIECE)) yield;
  }

  /** @throws OutOfMemory */
  heartbeat(id: string, heartbeat: Heartbeat, now: number): void {
    const { lifetime, ...rest } = heartbeat;
    const known = this.#workers.get(id);
    const handed = known?.handed ?? null;
    const worker: Worker = { id, ...rest, handed, heardAt: now, expires: now + lifetime };
    const more = bytesOf(worker) - (known === undefined ? 0 : bytesOf(known));
    if (more > 0) this.#memory.expectStored(more);
    if (known !== undefined) this.#remove(known);
    this.#memory.stored += bytesOf(worker);
    this.#workers.set(id, worker);
    this.#expiry.set(worker, undefined);
    if (worker.parent === "") return;
    this.#withParent++;
    let siblings = this.#children.get(worker.parent);
    if (siblings === undefined) {
      siblings = orderedMap(byBytes);
      this.#children.set(worker.parent, siblings);
    }
    siblings.set(worker.id, worker);
  }

  /** @returns whether the worker existed */
  unregister(id: string): boolean {
    const worker = this.#workers.get(id);
    if (worker === undefined) return false;
    this.#remove(worker);
    return true;
  }

  find(id: string): Worker | undefined {
    return this.#workers.get(id);
  }

  /** Every worker, ordered by id. */
  all(): Iterable<Worker> {
    return this.#workers.values();
  }

  /** The children of a worker, ordered by id. */
  childrenOf(id: string): Iterable<Worker> {
    return this.#children.get(id)?.values() ?? [];
  }

  /** The number of children of a worker. */
  countChildrenOf(id: string): number {
    return this.#children.get(id)?.size ?? 0;
  }

  get size(): number {
    return this.#workers.size;
  }

  /** How many workers have a parent. */
  get childCount(): number {
    return this.#withParent;
  }

  #remove(worker: Worker): void {
    this.#memory.stored -= bytesOf(worker);
    this.#workers.delete(worker.id);
    this.#expiry.delete(worker);
    if (worker.parent === "") return;
    this.#withParent--;
    const siblings = this.#children.get(worker.parent);
    siblings?.delete(worker.id);
    if (siblings?.size === 0) this.#children.delete(worker.parent);
  }
}

function bytesOf({ id, mode, data, parent }: Worker): number {
  return COST.worker + id.length + mode.length + sizeOf(data) + parent.length;
}
