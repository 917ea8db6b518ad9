// A status source for tests: a job queue with a manual clock, filled by the test instead of by clients.
import { JobQueue } from "../../domain/job-queue.ts";
import { LockTree } from "../../domain/lock-tree.ts";
import type { SpecSettings } from "../../domain/work-spec.ts";
import { CallLog } from "../call-log.ts";
import type { StatusSource } from "../status.ts";

const EMPTY_MAP = "\xa0";

const SETTINGS: SpecSettings = {
  paused: false,
  continuous: false,
  interval: 0,
  priority: 0n,
  weight: 20n,
  maxRunning: 0n,
  maxGetwork: 0,
  maxRetries: 0,
  successor: "",
  runtime: "",
};

/** A source without work specs, workers and calls. Its clock stands at 1000 s until `clock.time` is set. */
export function testSource() {
  const clock = { time: 1000, now: () => clock.time };
  const queue = new JobQueue(clock, () => 0, {
    empty: EMPTY_MAP,
    tooManyRetries: EMPTY_MAP,
    *outputOf() {
      yield undefined;
      return [];
    },
  });
  const state = { ready: true, connections: 0 };
  const calls = new CallLog(clock);
  const source: StatusSource = {
    daemon: { queue, locks: new LockTree(), config: null },
    calls,
    startedAt: 1000,
    connections: () => state.connections,
    isReady: () => state.ready,
  };
  return {
    source,
    queue,
    calls,
    clock,
    state,
    /** @param name a binary string */
    addSpec(name: string, settings: Partial<SpecSettings> = {}) {
      queue.setSpec(name, EMPTY_MAP, { ...SETTINGS, ...settings });
    },
    /** Adds units with these keys, available after `delay` seconds. */
    addUnits(spec: string, keys: readonly string[], delay = 0) {
      const found = queue.spec(spec);
      if (found === undefined) throw new Error(`no spec ${spec}`);
      queue.addUnits(
        found,
        keys.map((key) => ({ key, data: EMPTY_MAP, priority: 0, delay })),
      );
    },
    /** Leases the next unit of a work spec, then finishes or fails it, or leaves it pending. */
    work(spec: string, end: "pending" | "finished" | "failed") {
      const bundle = queue.getWork({ workerId: "w", maxJobs: 1, leaseSeconds: 300, specNames: [spec] });
      if (bundle === undefined || bundle === null) throw new Error(`no work in ${spec}`);
      if (end === "pending") return;
      for (const attempt of bundle.attempts) bundle.spec.units.complete(attempt, end, null);
    },
    addWorker(id: string, mode = "run", parent = "") {
      queue.workers.heartbeat(id, { mode, parent, data: null, lifetime: 60 }, clock.time);
    },
    call(known: string | null, error: string | null = null) {
      calls.record(7, { method: known ?? "?", known, id: 1n, error });
    },
  };
}
