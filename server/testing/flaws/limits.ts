// Flaws in the limits of work specs, generated units, clear, and get_child_work_units.
import { JobQueue } from "../../domain/job-queue.ts";
import { UnitStore } from "../../domain/unit-store.ts";
import { WorkSpec } from "../../domain/work-spec.ts";
import { WorkerPool } from "../../domain/worker-pool.ts";
import { type Flaw, flawIn, once, replace } from "./flaw.ts";

const queue = JobQueue.prototype;
const spec = WorkSpec.prototype;

/** A flaw that adds `more` (which may be negative) to max_retries. */
function retries(name: string, wrong: string, more: number): Flaw {
  return flawIn(name, wrong, queue, "setSpec", (original) => {
    return function (this: JobQueue, specName, dictionary, settings) {
      const { maxRetries } = settings;
      original.call(this, specName, dictionary, { ...settings, maxRetries: maxRetries > 0 ? maxRetries + more : 0 });
    };
  });
}

export const limitFlaws: readonly Flaw[] = [
  retries("one-attempt-too-many", "a unit gets one attempt more than max_retries", 1),
  retries("one-attempt-too-few", "a unit gets one attempt less than max_retries", -1),
  flawIn(
    "attempts-forgotten",
    "the attempts at a unit that is added again count no more",
    UnitStore.prototype,
    "replace",
    (original) => {
      return function (this: UnitStore, unit, item, notBefore, now) {
        original.call(this, unit, item, notBefore, now);
        unit.attemptsMade = 0;
      };
    },
  ),
  flawIn("interval-halved", "a continuous work spec makes units twice as often", spec, "mayGenerate", (original) => {
    return function (this: WorkSpec, now) {
      return original.call(this, now + this.settings.interval / 2);
    };
  }),
  flawIn(
    "made-beside-pending",
    "a unit that is pending keeps no continuous work spec from making one",
    spec,
    "mayGenerate",
    () => {
      return function (this: WorkSpec, now) {
        return this.settings.continuous && this.units.readyCount === 0 && now >= this.nextContinuous;
      };
    },
  ),
  flawIn(
    "makes-late",
    "a continuous work spec makes nothing once in five times",
    spec,
    "mayGenerate",
    (original, random) => {
      return function (this: WorkSpec, now) {
        return original.call(this, now) && !once(random, 5);
      };
    },
  ),
];

export const clearFlaws: readonly Flaw[] = [
  flawIn("clear-miscounts", "clear counts one work spec less", queue, "clear", (original) => {
    return function (this: JobQueue) {
      return original.call(this) - 1;
    };
  }),
  {
    name: "clear-undone",
    wrong: "a work spec that is set again after clear has one of its units again",
    plant() {
      let kept: { name: string; key: string } | null = null;
      const removeClear = replace(queue, "clear", (original) => {
        return function (this: JobQueue) {
          for (const { name, units } of this.specsFrom("")) {
            for (const { key } of units.list(["available", "pending"])) kept = { name, key };
          }
          return original.call(this);
        };
      });
      const removeSet = replace(queue, "setSpec", (original) => {
        return function (this: JobQueue, name, dictionary, settings) {
          original.call(this, name, dictionary, settings);
          const again = this.spec(name);
          if (kept?.name !== name || again === undefined) return;
          this.addUnits(again, [{ key: kept.key, data: null, priority: 0, delay: 0 }]);
          kept = null;
        };
      });
      return {
        remove() {
          removeClear();
          removeSet();
        },
      };
    },
  },
];

export const childFlaws: readonly Flaw[] = [
  flawIn(
    "child-list-short",
    "one list in ten of a child lacks its first unit",
    queue,
    "handedTo",
    (original, random) => {
      return function (this: JobQueue, worker) {
        const handed = original.call(this, worker);
        return once(random, 10) ? handed.slice(1) : handed;
      };
    },
  ),
  flawIn("child-list-keeps-ended", "units that a child has ended stay in its list", queue, "handedTo", () => {
    return function (this: JobQueue, { id, handed }) {
      return (handed?.attempts ?? []).map(({ unit }) => ({ unit, workerId: id, expires: this.now }));
    };
  }),
  flawIn("child-list-of-nobody", "the units of a child are said to be nobody's", queue, "handedTo", (original) => {
    return function (this: JobQueue, worker) {
      return original.call(this, worker).map((each) => ({ ...each, workerId: null }));
    };
  }),
  flawIn(
    "child-stays-with-parent",
    "a child stays with the parent that it named first",
    WorkerPool.prototype,
    "heartbeat",
    (original) => {
      return function (this: WorkerPool, id, heartbeat, now) {
        original.call(this, id, { ...heartbeat, parent: this.find(id)?.parent ?? heartbeat.parent }, now);
      };
    },
  ),
];
