// The checker's model of the daemon: work specs with their units, namespaces of locks, workers.
import { LockGroup } from "./locks.ts";
import { Spec } from "./spec.ts";
import { NO_WORKER, UNKNOWN_WORKER, Worker } from "./workers.ts";

/** Which of several checkers this is that share the work specs of one history among them. */
export type Part = { readonly index: number; readonly count: number };

export const WHOLE: Part = { index: 0, count: 1 };

export class World {
  /** Whether this checker judges what only one of them is to judge: calls and workers; locks, which are as much work, the last. */
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly #part: Part;
  readonly specs = new Map<string, Spec>();
  readonly workers = new Map<string, Worker>();
  readonly #locks = new Map<string, LockGroup>();
  /** Whether workers of which nothing was heard since a restart may be there. */
  #mayWorkersBeThere = false;

  constructor(part: Part) {
    this.#part = part;
    this.isFirst = part.index === 0;
    this.isLast = part.index === part.count - 1;
  }

  /** Units that may be there. */
  get size(): number {
    let size = 0;
    for (const spec of this.specs.values()) size += spec.units.size;
    return size;
  }

  spec(name: string): Spec {
    let spec = this.specs.get(name);
    if (spec === undefined) {
      // All of them meet the work specs in the same order.
      spec = new Spec(name, this.specs.size % this.#part.count === this.#part.index);
      this.specs.set(name, spec);
    }
    return spec;
  }

  /** The work specs of these names, or all where none is named. */
  asked(names: readonly string[]): readonly Spec[] {
    return names.length === 0 ? [...this.specs.values()] : names.map((name) => this.spec(name));
  }

  lockGroup(name: string): LockGroup {
    let group = this.#locks.get(name);
    if (group === undefined) {
      group = new LockGroup(name, []);
      this.#locks.set(name, group);
    }
    return group;
  }

  worker(name: string): Worker {
    let worker = this.workers.get(name);
    if (worker === undefined) {
      worker = new Worker(name, this.#mayWorkersBeThere ? UNKNOWN_WORKER : NO_WORKER);
      this.workers.set(name, worker);
    }
    return worker;
  }

  /** Whoever has a worker or a lock may have lost it. */
  restart(durable: boolean, time: number): void {
    if (durable) {
      this.#mayWorkersBeThere = true;
      this.workers.clear();
      for (const group of this.#locks.values()) group.mayHaveForgotten();
      for (const spec of this.specs.values()) spec.lastMade = null;
    } else {
      this.#mayWorkersBeThere = false;
      for (const worker of this.workers.values()) worker.forget(time);
      this.#locks.clear();
      this.specs.clear();
    }
  }
}
