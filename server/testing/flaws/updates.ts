// Flaws in update_work_unit: updates that are accepted but not carried out, carried out twice, or undone.
import { JobQueue } from "../../domain/job-queue.ts";
import { UnitStore } from "../../domain/unit-store.ts";
import { STATUS } from "../../domain/unit-update.ts";
import { ReplyWriter } from "../../wire/reply-writer.ts";
import { type Flaw, flawIn, once, replace } from "./flaw.ts";

const queue = JobQueue.prototype;
const store = UnitStore.prototype;

export const updateFlaws: readonly Flaw[] = [
  {
    name: "reply-never-sent",
    wrong: "one call in 1,000 is carried out and not answered",
    plant(random) {
      const starts = new WeakMap<ReplyWriter, number>();
      const withStart = replace(ReplyWriter.prototype, "beginFrame", (original) => {
        return function (this: ReplyWriter) {
          starts.set(this, this.mark());
          original.call(this);
        };
      });
      const withLoss = replace(ReplyWriter.prototype, "endFrame", (original) => {
        return function (this: ReplyWriter) {
          original.call(this);
          const start = starts.get(this);
          if (start !== undefined && once(random, 1_000)) this.rewind(start);
        };
      });
      return {
        remove: () => {
          withStart();
          withLoss();
        },
      };
    },
  },
  flawIn(
    "finish-forgotten",
    "one finish in 1,000 is answered and not carried out",
    queue,
    "updateUnit",
    (original, random) => {
      return function (this: JobQueue, spec, key, update) {
        return update.status === STATUS.finished &&
          once(random, 1_000) &&
          spec.units.find(key)?.attempt?.status === "pending"
          ? "changed"
          : original.call(this, spec, key, update);
      };
    },
  ),
  flawIn("finished-twice", "finishing what is finished is answered with true", queue, "updateUnit", (original) => {
    return function (this: JobQueue, spec, key, update) {
      const outcome = original.call(this, spec, key, update);
      return outcome === "unchanged" && update.status === STATUS.finished ? "changed" : outcome;
    };
  }),
  flawIn(
    "nothing-updated",
    "updating a unit that is not there is answered with true",
    queue,
    "updateUnit",
    (original) => {
      return function (this: JobQueue, spec, key, update) {
        const outcome = original.call(this, spec, key, update);
        return outcome === "no-such-unit" ? "changed" : outcome;
      };
    },
  ),
  flawIn(
    "failed-again-available",
    "one failed unit in 20 becomes available by itself",
    store,
    "complete",
    (original, random) => {
      return function (this: UnitStore, attempt, status, data) {
        original.call(this, attempt, status, data);
        if (status === "failed" && once(random, 20)) this.release(attempt.unit, 0);
      };
    },
  ),
  flawIn(
    "finished-again-available",
    "one finished unit in 500 becomes available by itself",
    store,
    "complete",
    (original, random) => {
      return function (this: UnitStore, attempt, status, data) {
        original.call(this, attempt, status, data);
        if (status === "finished" && once(random, 500)) this.release(attempt.unit, 0);
      };
    },
  ),
  flawIn("failed-as-finished", "one failure in 50 is taken for a finish", store, "complete", (original, random) => {
    return function (this: UnitStore, attempt, status, data) {
      original.call(this, attempt, status === "failed" && once(random, 50) ? "finished" : status, data);
    };
  }),
  flawIn(
    "given-back-not",
    "one unit in 50 that is given back stays with its worker",
    queue,
    "updateUnit",
    (original, random) => {
      return function (this: JobQueue, spec, key, update) {
        return update.status === STATUS.available && once(random, 50)
          ? "changed"
          : original.call(this, spec, key, update);
      };
    },
  ),
  flawIn(
    "only-holder-may-finish",
    "a finish by another worker than the holder is refused",
    queue,
    "updateUnit",
    (original) => {
      return function (this: JobQueue, spec, key, update) {
        const attempt = spec.units.find(key)?.attempt;
        const isForeign = attempt?.status === "pending" && attempt.workerId !== update.workerId;
        return isForeign && update.status === STATUS.finished ? "unchanged" : original.call(this, spec, key, update);
      };
    },
  ),
  flawIn("chain-forgotten", "one unit in 20 of an output is not added", queue, "addUnits", (original, random) => {
    return function (this: JobQueue, spec, items) {
      const isChain = items.length === 1 && spec.name === "stress-next";
      if (!isChain || !once(random, 20)) original.call(this, spec, items);
    };
  }),
  {
    name: "chained-twice",
    wrong: "one unit in 20 of an output is added a second time, when the next finish comes",
    plant(random) {
      let again = () => {};
      const removeUpdate = replace(queue, "updateUnit", (original) => {
        return function (this: JobQueue, spec, key, update) {
          if (update.status === STATUS.finished && once(random, 10)) {
            again();
            again = () => {};
          }
          return original.call(this, spec, key, update);
        };
      });
      const removeAdd = replace(queue, "addUnits", (original) => {
        return function (this: JobQueue, spec, items) {
          original.call(this, spec, items);
          const isChain = items.length === 1 && spec.name === "stress-next";
          if (isChain && once(random, 20)) again = () => original.call(this, spec, items);
        };
      });
      return {
        remove() {
          removeUpdate();
          removeAdd();
        },
      };
    },
  },
];
