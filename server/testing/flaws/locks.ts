// Flaws in locks.
import { LockTree } from "../../domain/lock-tree.ts";
import { WorkerPool } from "../../domain/worker-pool.ts";
import { type Flaw, flawIn, once } from "./flaw.ts";

const tree = LockTree.prototype;
const pool = WorkerPool.prototype;

export const lockFlaws: readonly Flaw[] = [
  flawIn("locked-twice", "one refused lock in 20 is granted", tree, "lock", (original, random) => {
    return function* (this: LockTree, owner, deadline, paths) {
      const refusal = yield* original.call(this, owner, deadline, paths);
      return refusal !== null && once(random, 20) ? null : refusal;
    };
  }),
  flawIn("locked-above", "a lock above others is granted", tree, "lock", (original) => {
    return function* (this: LockTree, owner, deadline, paths) {
      const refusal = yield* original.call(this, owner, deadline, paths);
      return refusal !== null && paths.some((path) => path.length === 2 && this.ownerOf(path) === null)
        ? null
        : refusal;
    };
  }),
  flawIn("lock-for-ever", "one lock in 20 never ends", tree, "lock", (original, random) => {
    return function* (this: LockTree, owner, deadline, paths) {
      return yield* original.call(this, owner, once(random, 20) ? deadline + 1e6 : deadline, paths);
    };
  }),
  flawIn("lock-short", "locks end half a second early", tree, "lock", (original) => {
    return function* (this: LockTree, owner, deadline, paths) {
      return yield* original.call(this, owner, deadline - 0.5, paths);
    };
  }),
  flawIn("unlock-forgotten", "one unlock in 50 changes nothing", tree, "unlock", (original, random) => {
    return function* (this: LockTree, owner, paths) {
      return once(random, 50) ? null : yield* original.call(this, owner, paths);
    };
  }),
  flawIn("lock-renewal-forgotten", "one renewal of a lock in 10 changes nothing", tree, "renew", (original, random) => {
    return function* (this: LockTree, owner, deadline, paths) {
      return once(random, 10) ? null : yield* original.call(this, owner, deadline, paths);
    };
  }),
];

export const workerFlaws: readonly Flaw[] = [
  flawIn("heartbeat-forgotten", "one heartbeat in 20 is not kept", pool, "heartbeat", (original, random) => {
    return function (this: WorkerPool, id, heartbeat, now) {
      if (!once(random, 20)) original.call(this, id, heartbeat, now);
    };
  }),
  flawIn("workers-for-ever", "workers stay a day longer than their heartbeat says", pool, "heartbeat", (original) => {
    return function (this: WorkerPool, id, heartbeat, now) {
      original.call(this, id, { ...heartbeat, lifetime: heartbeat.lifetime + 86_400 }, now);
    };
  }),
  flawIn("unregistered-not", "a worker that unregisters stays", pool, "unregister", () => {
    return function (this: WorkerPool, id) {
      return this.find(id) !== undefined;
    };
  }),
];
