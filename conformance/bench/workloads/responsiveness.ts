// latency: how long a ping takes while another connection adds 100,000 units in calls of 1,000.
import { Session } from "../session.ts";
import { percentile, Samples } from "../statistics.ts";
import { loadFor, type Workload } from "../workload.ts";
import { adder } from "./add.ts";
import { pinger } from "./ping.ts";

const SPEC = "bench-1";

export function responsiveness(units: number, seconds: number): Workload {
  return {
    name: "latency",
    title: `p99 of list_work_specs while another connection adds ${units.toLocaleString("en")} units, 1,000 a call`,
    metric: { unit: "ms", better: "less" },
    prepare: async (daemon, signal) => {
      const session = await Session.open(daemon, 2, signal);
      const [first, second] = session.connections;
      if (first === undefined || second === undefined) throw new RangeError("fewer than 2 connections");
      return {
        turn: async () => {
          const latencies = new Samples();
          const load = await loadFor(seconds, async () => {
            await session.setSpec(SPEC);
            const adding = adder(SPEC, units);
            const pinging = pinger(isOneSpec);
            let isAdding = true;
            // No time limit: all units are added, since the last calls see the longest queue.
            const nextAdd = () => {
              const request = adding.next(false);
              isAdding = request !== null;
              return request;
            };
            const driven = await session.drive(
              [
                { connection: first, client: { ...pinging, next: () => pinging.next(!isAdding) }, latencies },
                { connection: second, client: { ...adding, next: nextAdd }, latencies: null },
              ],
              Number.POSITIVE_INFINITY,
            );
            await session.expectAvailable(SPEC, units);
            await session.deleteSpec(SPEC);
            return driven;
          });
          return { value: percentile(latencies.sorted(), 0.99), latencies, load };
        },
        close: () => session.close(),
      };
    },
  };
}

/** Whether a result of list_work_specs has one work spec and no further page. */
function isOneSpec(result: unknown): boolean {
  return Array.isArray(result) && result[1] === null && Array.isArray(result[0]) && result[0].length === 1;
}
