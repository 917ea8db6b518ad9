// Flaws in leases: too short, too long, or held by two workers at once.
import { JobQueue } from "../../domain/job-queue.ts";
import { Leases } from "../../domain/leases.ts";
import { UnitStore } from "../../domain/unit-store.ts";
import { type Flaw, flawIn, once } from "./flaw.ts";

const queue = JobQueue.prototype;
const store = UnitStore.prototype;

export const leaseFlaws: readonly Flaw[] = [
  flawIn(
    "leased-twice",
    "a unit stays in line when it is handed out, once in 10,000 times",
    queue,
    "getWork",
    (original, random) => {
      return function (this: JobQueue, request) {
        const bundle = original.call(this, request);
        const [attempt] = bundle?.attempts ?? [];
        if (bundle !== undefined && bundle !== null && attempt !== undefined && once(random, 10_000)) {
          bundle.spec.units.release(attempt.unit, this.now);
        }
        return bundle;
      };
    },
  ),
  flawIn("bundle-lease-short", "the leases of a bundle end a second early", store, "leaseFirst", (original) => {
    return function (this: UnitStore, most, worker, expires, serial) {
      return original.call(this, most, worker, most > 1 ? expires - 1 : expires, serial);
    };
  }),
  flawIn("lease-for-ever", "one lease in 200 never ends", store, "leaseFirst", (original, random) => {
    return function (this: UnitStore, most, worker, expires, serial) {
      return original.call(this, most, worker, once(random, 200) ? expires + 1e6 : expires, serial);
    };
  }),
  flawIn("renewal-forgotten", "one renewal in 20 changes nothing", store, "renew", (original, random) => {
    return function (this: UnitStore, attempt, expires) {
      if (!once(random, 20)) original.call(this, attempt, expires);
    };
  }),
  flawIn("renewal-for-ever", "a lease that is renewed never ends", store, "renew", (original) => {
    return function (this: UnitStore, attempt, expires) {
      original.call(this, attempt, expires + 1e6);
    };
  }),
  flawIn("leases-end-late", "leases end two seconds late", Leases.prototype, "firstOver", (original) => {
    return function (this: Leases, now) {
      return original.call(this, now - 2);
    };
  }),
  flawIn(
    "wrong-holder",
    "one lease in 50 is put down to the worker before",
    store,
    "leaseFirst",
    (original, random) => {
      let last = "nobody";
      return function (this: UnitStore, most, worker, expires, serial) {
        const holder = once(random, 50) ? last : worker;
        last = worker;
        return original.call(this, most, holder, expires, serial);
      };
    },
  ),
];
