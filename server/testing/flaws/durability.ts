// Flaws that lose changes which must survive a cut connection, or a restart of a daemon with persistent storage.
import { JobQueue } from "../../domain/job-queue.ts";
import { LockTree } from "../../domain/lock-tree.ts";
import { UnitStore } from "../../domain/unit-store.ts";
import { STATUS, type UnitUpdate } from "../../domain/unit-update.ts";
import type { WorkUnit } from "../../domain/work-unit.ts";
import { type Flaw, once, replace } from "./flaw.ts";

const queue = JobQueue.prototype;
const store = UnitStore.prototype;

/** How many of the latest changes a restart loses. */
const LOST = 3;

/** Updates are answered first and carried out at the next access to the work spec; a cut or restart in between loses them. */
function answeredFirst(name: string, wrong: string, lostAt: "onCut" | "onRestart"): Flaw {
  return {
    name,
    wrong,
    plant() {
      let waiting: { name: string; carryOut: () => void } | null = null;
      const flush = (...names: readonly string[]) => {
        if (waiting === null || (names.length > 0 && !names.includes(waiting.name))) return;
        const { carryOut } = waiting;
        waiting = null;
        carryOut();
      };
      const removeSpec = replace(queue, "spec", (original) => {
        return function (this: JobQueue, specName) {
          flush(specName);
          return original.call(this, specName);
        };
      });
      const removeWork = replace(queue, "getWork", (original) => {
        return function (this: JobQueue, request) {
          flush(...request.specNames);
          return original.call(this, request);
        };
      });
      const removeUpdate = replace(queue, "updateUnit", (original) => {
        return function (this: JobQueue, spec, key, update: UnitUpdate) {
          const isFinish = update.status === STATUS.finished && spec.units.find(key)?.attempt?.status === "pending";
          if (!isFinish) return original.call(this, spec, key, update);
          flush();
          waiting = { name: spec.name, carryOut: () => original.call(this, spec, key, update) };
          return "changed";
        };
      });
      return {
        remove() {
          removeSpec();
          removeWork();
          removeUpdate();
        },
        [lostAt]: () => {
          waiting = null;
        },
      };
    },
  };
}

/** A restart undoes the latest changes of one kind; `watch` reports each change with a function that undoes it. */
function undone(name: string, wrong: string, watch: (changed: (undo: () => void) => void) => () => void): Flaw {
  return {
    name,
    wrong,
    plant() {
      let last: (() => void)[] = [];
      const remove = watch((undo) => {
        last = [...last.slice(-LOST + 1), undo];
      });
      return {
        remove,
        onRestart() {
          for (const undo of last) undo();
          last = [];
        },
      };
    },
  };
}

export const durabilityFlaws: readonly Flaw[] = [
  answeredFirst(
    "finish-lost-on-cut",
    "a finish is answered before it is carried out, and lost when a connection is cut",
    "onCut",
  ),
  answeredFirst(
    "finish-lost-on-restart",
    "a finish is answered before it is stored, and lost in a restart",
    "onRestart",
  ),
  undone("adds-lost-on-restart", "the last units added are lost in a restart", (changed) =>
    replace(store, "insert", (original) => {
      return function (this: UnitStore, item, notBefore, now) {
        original.call(this, item, notBefore, now);
        const unit = this.find(item.key);
        changed(() => {
          if (unit !== undefined && this.find(item.key) === unit) this.delete(unit);
        });
      };
    }),
  ),
  undone("deletions-undone-by-restart", "the last units deleted are there again after a restart", (changed) =>
    replace(store, "delete", (original) => {
      return function (this: UnitStore, unit: WorkUnit) {
        const { key, data, priority } = unit;
        original.call(this, unit);
        changed(() => {
          if (this.find(key) === undefined) this.insert({ key, data, priority, delay: 0 }, 0, 0);
        });
      };
    }),
  ),
  undone("leases-lost-on-restart", "the last leases are forgotten in a restart", (changed) =>
    replace(store, "leaseFirst", (original) => {
      return function (this: UnitStore, most, worker, expires, serial) {
        const attempts = original.call(this, most, worker, expires, serial);
        for (const { unit } of attempts) {
          changed(() => {
            if (unit.attempt?.status === "pending" && this.find(unit.key) === unit) this.release(unit, 0);
          });
        }
        return attempts;
      };
    }),
  ),
  {
    name: "locks-forgotten-for-once-in-a-restart",
    wrong: "after a restart the first lock that must be refused is granted",
    plant() {
      let isForgotten = false;
      const remove = replace(LockTree.prototype, "lock", (original) => {
        return function* (this: LockTree, owner, deadline, paths) {
          const refusal = yield* original.call(this, owner, deadline, paths);
          if (refusal === null || !isForgotten) return refusal;
          isForgotten = false;
          return null;
        };
      });
      return {
        remove,
        onRestart() {
          isForgotten = true;
        },
      };
    },
  },
  {
    name: "cut-connection-frees-work",
    wrong: "the unit handed out last becomes available when any connection is cut, one time in three",
    plant(random) {
      let free = () => {};
      const remove = replace(store, "leaseFirst", (original) => {
        return function (this: UnitStore, most, worker, expires, serial) {
          const attempts = original.call(this, most, worker, expires, serial);
          const unit = attempts[0]?.unit;
          if (unit !== undefined) {
            free = () => {
              if (unit.attempt?.status === "pending" && this.find(unit.key) === unit) this.release(unit, 0);
            };
          }
          return attempts;
        };
      });
      return {
        remove,
        onCut() {
          if (once(random, 3)) free();
        },
      };
    },
  },
];
