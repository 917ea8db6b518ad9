// cycle: get_work and finish alternately on each connection, with a nearly constant queue length: whenever a quarter of
// the units was finished, these are made available again outside the timed part.
import type { Client } from "../drive.ts";
import { HandedOut } from "../handed-out.ts";
import { isDone, ReplyCheck, ReplyError } from "../reply.ts";
import { finishRequest, getWorkRequest } from "../request.ts";
import { Session } from "../session.ts";
import { Samples } from "../statistics.ts";
import { UnitSet } from "../unit-set.ts";
import { loadFor, type Workload } from "../workload.ts";
import { ping } from "./ping.ts";

const SPEC = "bench-1";

export function cycle(queue: number, connections: number, seconds: number): Workload {
  return {
    name: "cycle",
    title: `get_work + finish, ${queue.toLocaleString("en")} queued, ${connections} connections`,
    metric: { unit: "calls/s", better: "more" },
    queue,
    limit: ping(connections, seconds),
    prepare: async (daemon, signal) => {
      const session = await Session.open(daemon, connections, signal);
      const units = new UnitSet(queue);
      await session.prepare(async () => {
        await session.setSpec(SPEC);
        await session.addUnits(SPEC, units.all());
        await session.expectAvailable(SPEC, queue);
      });
      return {
        turn: async () => {
          const latencies = new Samples();
          const load = await loadFor(seconds, async (left) => {
            const budget = { units: Math.ceil(queue / 4) };
            const lanes = session.connections.map((connection, index) => ({
              connection,
              client: worker(`worker-${index}`, units, budget),
              latencies,
            }));
            const driven = await session.drive(lanes, left);
            await session.addUnits(SPEC, units.takenOnes());
            units.reset();
            return driven;
          });
          await session.expectAvailable(SPEC, queue);
          return { value: load.calls / load.seconds, latencies, load };
        },
        close: () => session.close(),
      };
    },
  };
}

/** A client that alternately takes and finishes units until the budget shared by all workers is used up or time is up. */
function worker(name: string, units: UnitSet, budget: { units: number }): Client {
  const getWork = getWorkRequest(name, 1);
  const finish = finishRequest(SPEC, name, false);
  const finished = new ReplyCheck("update_work_unit", isDone);
  const handedOut = new HandedOut([SPEC], 1);
  let holds = false;
  return {
    next: (late) => {
      if (holds) return finish;
      if (late || budget.units === 0) return null;
      budget.units -= 1;
      return getWork;
    },
    check: (frame, id) => {
      if (holds) {
        finished.check(frame, id);
        holds = false;
        return;
      }
      handedOut.read(frame, id);
      const [number] = handedOut.numbers;
      if (handedOut.count === 0 || number === undefined)
        throw new ReplyError(`get_work: no work, with ${units.left} units left`);
      units.take(number);
      finish.setUnit(number);
      holds = true;
    },
  };
}
