// Flaws in handing out units: limits, order, units withheld.
import type { Random } from "../../domain/clock.ts";
import { JobQueue } from "../../domain/job-queue.ts";
import { UnitStore } from "../../domain/unit-store.ts";
import { WorkSpec } from "../../domain/work-spec.ts";
import { type Flaw, flawIn, once } from "./flaw.ts";

const queue = JobQueue.prototype;
const store = UnitStore.prototype;

/** A flaw in the number of further units of a work spec that may become pending. */
function vacancies(
  name: string,
  wrong: string,
  make: (random: Random) => (left: number, spec: WorkSpec) => number,
): Flaw {
  return {
    name,
    wrong,
    plant(random) {
      const original = Object.getOwnPropertyDescriptor(WorkSpec.prototype, "vacancies");
      if (original?.get === undefined) throw new Error("WorkSpec has no vacancies");
      const { get } = original;
      const change = make(random);
      Object.defineProperty(WorkSpec.prototype, "vacancies", {
        ...original,
        get(this: WorkSpec) {
          const left: number = get.call(this);
          return change(left, this);
        },
      });
      return { remove: () => Object.defineProperty(WorkSpec.prototype, "vacancies", original) };
    },
  };
}

export const handOutFlaws: readonly Flaw[] = [
  flawIn("one-job-too-many", "one bundle in 50 has a unit more than wanted", queue, "getWork", (original, random) => {
    return function (this: JobQueue, request) {
      const more = request.maxJobs > 1 && once(random, 50) ? 1 : 0;
      return original.call(this, { ...request, maxJobs: request.maxJobs + more });
    };
  }),
  vacancies("max-running-off-by-one", "one unit more than max_running may be pending, when three or more are", () => {
    return (left, spec) => left + (spec.units.count("pending") >= 3 ? 1 : 0);
  }),
  vacancies("max-running-one-less", "one unit less than max_running may be pending", () => (left) => left - 1),
  vacancies("place-lost", "when max_running is reached a place stays taken, once in 20 times", (random) => {
    const lost = new WeakMap<WorkSpec, number>();
    return (left, spec) => {
      if (left === 0 && once(random, 20)) lost.set(spec, (lost.get(spec) ?? 0) + 1);
      return Math.max(0, left - (lost.get(spec) ?? 0));
    };
  }),
  vacancies("max-running-behind", "max_running is compared with how many units were pending at the look before", () => {
    const before = new WeakMap<WorkSpec, number>();
    return (left, spec) => {
      const seen = before.get(spec) ?? left;
      before.set(spec, left);
      return seen;
    };
  }),
  flawIn("pause-forgotten", "one pause in five changes nothing", WorkSpec.prototype, "control", (original, random) => {
    return function (this: WorkSpec, change) {
      return change.paused === true && once(random, 5) ? true : original.call(this, change);
    };
  }),
  flawIn("any-spec", "work_spec_names is ignored once in 200 times", queue, "getWork", (original, random) => {
    return function (this: JobQueue, request) {
      return original.call(this, once(random, 200) ? { ...request, specNames: [] } : request);
    };
  }),
  flawIn("no-work-for-once", "get_work finds nothing once in 500 times", queue, "getWork", (original, random) => {
    return function (this: JobQueue, request) {
      return once(random, 500) ? undefined : original.call(this, request);
    };
  }),
  flawIn(
    "short-bundle",
    "bundles have one unit less than wanted, once in 100 times",
    queue,
    "getWork",
    (original, random) => {
      return function (this: JobQueue, request) {
        const less = request.maxJobs > 1 && once(random, 100) ? 1 : 0;
        return original.call(this, { ...request, maxJobs: request.maxJobs - less });
      };
    },
  ),
  flawIn(
    "priority-forgotten",
    "a new priority is ignored once in 20 times",
    store,
    "setPriority",
    (original, random) => {
      return function (this: UnitStore, unit, priority) {
        if (!once(random, 20)) original.call(this, unit, priority);
      };
    },
  ),
  flawIn("added-without-priority", "one unit in 50 is added with priority 0", store, "insert", (original, random) => {
    return function (this: UnitStore, item, notBefore, now) {
      original.call(this, once(random, 50) ? { ...item, priority: 0 } : item, notBefore, now);
    };
  }),
  flawIn(
    "not-in-line-again",
    "one unit in 20 that is given back is never handed out again",
    store,
    "release",
    (original, random) => {
      return function (this: UnitStore, unit, now) {
        if (once(random, 20)) unit.notBefore = now + 1e6;
        original.call(this, unit, now);
      };
    },
  ),
  flawIn("delay-ignored", "one delay in five is ignored", store, "insert", (original, random) => {
    return function (this: UnitStore, item, notBefore, now) {
      original.call(this, item, once(random, 5) ? 0 : notBefore, now);
    };
  }),
  flawIn("delay-for-ever", "one delay in five never ends", store, "insert", (original, random) => {
    return function (this: UnitStore, item, notBefore, now) {
      original.call(this, item, notBefore > 0 && once(random, 5) ? notBefore + 1e6 : notBefore, now);
    };
  }),
];
