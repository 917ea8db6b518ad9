// add: add_work_units, 1,000 units a call on one connection, to a work spec that is deleted outside the timed part.
import type { Client } from "../drive.ts";
import { isDone, ReplyCheck } from "../reply.ts";
import { addRequest, FIRST_NUMBER } from "../request.ts";
import { Session, UNITS_A_CALL } from "../session.ts";
import { Samples } from "../statistics.ts";
import { loadFor, type Workload } from "../workload.ts";

const SPEC = "bench-1";

/** Adds up to `most` units to a work spec, then deletes it and starts a new one, until the time is up. */
export function add(most: number, seconds: number): Workload {
  return {
    name: "add",
    title: `add_work_units, 1,000 a call, up to ${most.toLocaleString("en")} in a work spec, 1 connection`,
    metric: { unit: "units/s", better: "more" },
    prepare: async (daemon, signal) => {
      const session = await Session.open(daemon, 1, signal);
      return {
        turn: async () => {
          const latencies = new Samples();
          const load = await loadFor(seconds, async (left) => {
            await session.setSpec(SPEC);
            const lanes = session.connections.map((connection) => ({
              connection,
              client: adder(SPEC, most),
              latencies,
            }));
            const driven = await session.drive(lanes, left);
            await session.expectAvailable(SPEC, driven.calls * UNITS_A_CALL);
            await session.deleteSpec(SPEC);
            return driven;
          });
          return { value: (load.calls * UNITS_A_CALL) / load.seconds, latencies, load };
        },
        close: () => session.close(),
      };
    },
  };
}

/** A client that adds `most` units, or fewer if the time is up before. */
export function adder(spec: string, most: number): Client {
  const request = addRequest(spec, UNITS_A_CALL);
  const reply = new ReplyCheck("add_work_units", isDone);
  const numbers = Float64Array.from({ length: UNITS_A_CALL }, (_, index) => FIRST_NUMBER + index);
  let added = 0;
  return {
    next: (late) => {
      if (late || added >= most) return null;
      request.setUnits(
        numbers.map((number) => number + added),
        0,
      );
      added += UNITS_A_CALL;
      return request;
    },
    check: (frame, id) => reply.check(frame, id),
  };
}
