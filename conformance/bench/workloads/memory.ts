// memory: the growth of a daemon's resident memory with each unit `{number: N}` with a key of ten bytes.

import { setTimeout as delay } from "node:timers/promises";
import { residentBytes } from "../../client/process-figures.ts";
import { Session } from "../session.ts";
import { UnitSet } from "../unit-set.ts";
import type { Workload } from "../workload.ts";

const SPEC = "bench-1";

/** Idle time before the memory is read, since a daemon may collect garbage after a burst. */
const SETTLE_MILLISECONDS = 1000;

export function memory(units: number): Workload {
  return {
    name: "memory",
    title: `resident bytes a unit, ${units.toLocaleString("en")} units {number: N} with keys of 10 bytes`,
    metric: { unit: "bytes/unit", better: "less" },
    needsSpawned: true,
    turns: 1,
    prepare: async (daemon, signal) => {
      const session = await Session.open(daemon, 1, signal);
      const resident = () => {
        const bytes = session.running.pid === null ? null : residentBytes(session.running.pid);
        if (bytes === null) throw new Error(`the memory of ${daemon.name} cannot be read from /proc`);
        return bytes;
      };
      return {
        turn: async () => {
          await session.setSpec(SPEC);
          const before = resident();
          await session.addUnits(SPEC, new UnitSet(units).all());
          await session.expectAvailable(SPEC, units);
          await delay(SETTLE_MILLISECONDS);
          return { value: (resident() - before) / units, latencies: null, load: null };
        },
        close: () => session.close(),
      };
    },
  };
}
