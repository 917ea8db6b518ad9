// The workers that sent a heartbeat and have not expired or unregistered, and which is whose child.
import { byBytes, orderedMap } from "./ordered-map.ts";
import type { Stored } from "./work-unit.ts";

export type Worker = {
  readonly id: string;
  mode: string;
  /** Content of the last heartbeat. */
  data: Stored | null;
  /** The parent's id, or "" for none. The parent needs no record of its own. */
  parent: string;
  /** When the record goes, in seconds since the epoch. */
  expires: number;
};

export type Heartbeat = Omit<Worker, "id" | "expires"> & {
  /** Seconds that the record lives from now on. */
  lifetime: number;
};

export class WorkerPool {
  readonly #workers = orderedMap<string, Worker>(byBytes);
  readonly #expiry = orderedMap<Worker, undefined>((a, b) => a.expires - b.expires || byBytes(a.id, b.id));
  readonly #children = new Map<string, Set<Worker>>();
  #withParent = 0;

  /** Lets records go whose time is over. To be called with the present time before anything else is asked. */
  advance(now: number): void {
    for (let next = this.#expiry.minKey(); next !== undefined && next.expires < now; next = this.#expiry.minKey()) {
      this.#remove(next);
    }
  }

  heartbeat(id: string, heartbeat: Heartbeat, now: number): void {
    const { lifetime, ...rest } = heartbeat;
    const known = this.#workers.get(id);
    if (known !== undefined) this.#remove(known);
    const worker: Worker = { id, ...rest, expires: now + lifetime };
    this.#workers.set(id, worker);
    this.#expiry.set(worker, undefined);
    if (worker.parent === "") return;
    this.#withParent++;
    const siblings = this.#children.get(worker.parent);
    if (siblings === undefined) this.#children.set(worker.parent, new Set([worker]));
    else siblings.add(worker);
  }

  /** Whether there was such a worker. */
  unregister(id: string): boolean {
    const worker = this.#workers.get(id);
    if (worker === undefined) return false;
    this.#remove(worker);
    return true;
  }

  find(id: string): Worker | undefined {
    return this.#workers.get(id);
  }

  /** Every worker, by id. */
  all(): Iterable<Worker> {
    return this.#workers.values();
  }

  /** The children of a worker, by id. */
  childrenOf(id: string): Worker[] {
    return [...(this.#children.get(id) ?? [])].sort((a, b) => byBytes(a.id, b.id));
  }

  get size(): number {
    return this.#workers.size;
  }

  /** How many workers have a parent. */
  get childCount(): number {
    return this.#withParent;
  }

  #remove(worker: Worker): void {
    this.#workers.delete(worker.id);
    this.#expiry.delete(worker);
    if (worker.parent === "") return;
    this.#withParent--;
    const siblings = this.#children.get(worker.parent);
    siblings?.delete(worker);
    if (siblings?.size === 0) this.#children.delete(worker.parent);
  }
}
