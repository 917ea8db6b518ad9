// The state of a daemon: one job queue, one lock tree, one configuration. No network.
import type { Config } from "./config.ts";
import type { Clock, Random } from "./domain/clock.ts";
import { JobQueue } from "./domain/job-queue.ts";
import { LockTree } from "./domain/lock-tree.ts";
import { Memory } from "./domain/memory.ts";
import type { Daemon } from "./rpc/method.ts";
import { EMPTY_MAP, map, text } from "./rpc/stored.ts";
import { unitsInOutput } from "./rpc/unit-items.ts";

export type DaemonOptions = {
  clock: Clock;
  random: Random;
  config: Config | null;
  /** Counts the memory that it uses; default: without a limit. */
  memory?: Memory;
};

export function createDaemon({ clock, random, config, memory = new Memory() }: DaemonOptions): Daemon {
  const values = {
    empty: EMPTY_MAP,
    tooManyRetries: map([[text("traceback"), text("too many retries")]]),
    outputOf: unitsInOutput,
  };
  return {
    queue: new JobQueue(clock, random, values, memory),
    locks: new LockTree(memory),
    config: config?.stored ?? null,
  };
}
