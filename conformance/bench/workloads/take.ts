// get and batch: get_work alone, one or many units a call, until the queue is empty. Queues are filled outside the
// timed part.
import type { Client } from "../drive.ts";
import { HandedOut } from "../handed-out.ts";
import { ReplyError } from "../reply.ts";
import { getWorkRequest } from "../request.ts";
import { Session } from "../session.ts";
import { Samples } from "../statistics.ts";
import { UnitSet } from "../unit-set.ts";
import { loadFor, type Workload } from "../workload.ts";

const SPEC = "bench-1";

export function take(
  name: "get" | "batch",
  maxJobs: number,
  queue: number,
  connections: number,
  seconds: number,
): Workload {
  return {
    name,
    title: `get_work, max_jobs ${maxJobs}, ${queue.toLocaleString("en")} queued and taken, ${connections} connections`,
    metric: { unit: "units/s", better: "more" },
    prepare: async (daemon, signal) => {
      const session = await Session.open(daemon, connections, signal);
      return {
        turn: async () => {
          const latencies = new Samples();
          let taken = 0;
          const load = await loadFor(seconds, async (left) => {
            const units = new UnitSet(queue);
            await session.setSpec(SPEC);
            await session.addUnits(SPEC, units.all());
            await session.expectAvailable(SPEC, queue);
            const budget = { calls: Math.ceil(queue / maxJobs) };
            const lanes = session.connections.map((connection, index) => ({
              connection,
              client: taker(`worker-${index}`, maxJobs, units, budget),
              latencies,
            }));
            const driven = await session.drive(lanes, left);
            taken += queue - units.left;
            await session.deleteSpec(SPEC);
            return driven;
          });
          return { value: taken / load.seconds, latencies, load };
        },
        close: () => session.close(),
      };
    },
  };
}

/** A client that takes units until the number of calls shared by all clients is used up or the time is up. */
function taker(name: string, maxJobs: number, units: UnitSet, budget: { calls: number }): Client {
  const getWork = getWorkRequest(name, maxJobs);
  const handedOut = new HandedOut([SPEC], maxJobs);
  return {
    next: (late) => {
      if (late || budget.calls === 0) return null;
      budget.calls -= 1;
      return getWork;
    },
    check: (frame, id) => {
      handedOut.read(frame, id);
      if (handedOut.count === 0) throw new ReplyError(`get_work: no work, with ${units.left} units left`);
      for (const number of handedOut.numbers.subarray(0, handedOut.count)) units.take(number);
    },
  };
}
