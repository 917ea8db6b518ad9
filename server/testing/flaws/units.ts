// Flaws in adding, deleting, counting and listing units.
import { JobQueue } from "../../domain/job-queue.ts";
import { UnitStore } from "../../domain/unit-store.ts";
import type { WorkUnit } from "../../domain/work-unit.ts";
import { type Flaw, flawIn, once, replace } from "./flaw.ts";

const store = UnitStore.prototype;

export const unitFlaws: readonly Flaw[] = [
  flawIn(
    "one-not-added",
    "one list in 100 of more than five units loses its last one",
    JobQueue.prototype,
    "addUnits",
    (original, random) => {
      return function (this: JobQueue, spec, items) {
        original.call(this, spec, items.length > 5 && once(random, 100) ? items.slice(0, -1) : items);
      };
    },
  ),
  flawIn(
    "added-again-is-available",
    "a pending unit that is added again becomes available",
    store,
    "replace",
    (original) => {
      return function (this: UnitStore, unit, item, notBefore, now) {
        original.call(this, unit, item, notBefore, now);
        if (unit.attempt?.status === "pending") this.release(unit, now);
      };
    },
  ),
  flawIn("not-deleted", "one deletion in 200 is counted and not carried out", store, "delete", (original, random) => {
    return function (this: UnitStore, unit) {
      if (!once(random, 200)) original.call(this, unit);
    };
  }),
  flawIn(
    "one-deleted-too-many",
    "one deletion in 200 takes the next unit with it",
    store,
    "delete",
    (original, random) => {
      return function (this: UnitStore, unit) {
        original.call(this, unit);
        if (!once(random, 200)) return;
        const [next] = this.list(["available", "pending"], unit.key);
        if (next !== undefined) original.call(this, next);
      };
    },
  ),
  flawIn("count-behind", "one count in 100 is that of the call before", store, "count", (original, random) => {
    let last = 0;
    return function (this: UnitStore, state) {
      const count = original.call(this, state);
      const said = state === "finished" && once(random, 100) ? last : count;
      last = count;
      return said;
    };
  }),
  flawIn("page-skips", "lists leave out one unit in 300", store, "listInPieces", (original, random) => {
    return function* (this: UnitStore, states, after) {
      for (const unit of original.call(this, states, after)) if (!once(random, 300)) yield unit;
    };
  }),
  {
    name: "page-skips-handed-out",
    wrong: "lists leave out the unit that was handed out last",
    plant() {
      let last: WorkUnit | undefined;
      const removeLease = replace(store, "leaseFirst", (original) => {
        return function (this: UnitStore, most, worker, expires, serial) {
          const attempts = original.call(this, most, worker, expires, serial);
          last = attempts[0]?.unit ?? last;
          return attempts;
        };
      });
      const removeList = replace(store, "listInPieces", (original) => {
        return function* (this: UnitStore, states, after) {
          for (const unit of original.call(this, states, after)) if (unit !== last) yield unit;
        };
      });
      return {
        remove() {
          removeLease();
          removeList();
        },
      };
    },
  },
  flawIn("page-repeats", "a page begins with the last unit of the one before", store, "listInPieces", (original) => {
    return function* (this: UnitStore, states, after) {
      const last = after === undefined || after === "" ? undefined : this.find(after);
      if (last !== undefined) yield last;
      yield* original.call(this, states, after);
    };
  }),
  flawIn(
    "wrong-state-listed",
    "lists of one state have units of the others once in 20 times",
    store,
    "listInPieces",
    (original, random) => {
      return function (this: UnitStore, states, after) {
        const all = ["available", "pending", "finished", "failed"] as const;
        return original.call(this, once(random, 20) ? all : states, after);
      };
    },
  ),
];
