// The checker's model of the daemon: work specs with their units, namespaces of locks, workers.
import { LockGroup } from "./locks.ts";
import { Spec } from "./spec.ts";
import { NO_WORKER, UNKNOWN_WORKER, Worker } from "./workers.ts";

/** One of `count` checkers that divide the work specs of a history; `index` counts from 0. */
export type Part = { readonly index: number; readonly count: number };

export const WHOLE: Part = { index: 0, count: 1 };

export class World {
  /** The first checker also checks workers and single calls, the last one the locks, which divides the load. */
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly #part: Part;
  readonly specs = new Map<string, Spec>();
  readonly workers = new Map<string, Worker>();
  readonly #locks = new Map<string, LockGroup>();
  /** Whether workers without a call since the last restart may exist. */
  #mayWorkersBeThere = false;

  constructor(part: Part) {
    this.#part = part;
    this.isFirst = part.index === 0;
    this.isLast = part.index === part.count - 1;
  }

  /** Number of units in the model. */
  get size(): number {
    let size = 0;
    for (const spec of this.specs.values()) size += spec.units.size;
    return size;
  }

  spec(name: string): Spec {
    let spec = this.specs.get(name);
    if (spec === undefined) {
      // All checkers see the work specs in the same order, so that they agree on the division.
      spec = new Spec(name, this.specs.size % this.#part.count === this.#part.index);
      this.specs.set(name, spec);
    }
    return spec;
  }

  /** The work specs with these names; all known ones if the list is empty. */
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

  /** The daemon was restarted. @param durable whether units were kept; workers and locks may be lost even then */
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
