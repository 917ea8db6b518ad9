// ping: list_work_specs on an empty daemon, the cheapest call there is.
import type { Client } from "../drive.ts";
import { ReplyCheck } from "../reply.ts";
import { Request } from "../request.ts";
import { isEmptyList, Session } from "../session.ts";
import { Samples } from "../statistics.ts";
import type { Workload } from "../workload.ts";

export function ping(connections: number, seconds: number): Workload {
  const workload: Workload = {
    name: "ping",
    title: `list_work_specs, nothing stored, ${connections} connections`,
    metric: { unit: "calls/s", better: "more" },
    prepare: async (daemon, signal) => {
      const session = await Session.open(daemon, connections, signal);
      return {
        turn: async () => {
          const latencies = new Samples();
          const lanes = session.connections.map((connection) => ({
            connection,
            client: pinger(isEmptyList),
            latencies,
          }));
          const load = await session.drive(lanes, seconds);
          return { value: load.calls / load.seconds, latencies, load };
        },
        close: () => session.close(),
      };
    },
  };
  return { ...workload, limit: workload };
}

export function pingRequest(): Request {
  return new Request("list_work_specs", () => [{}]);
}

/** A client that calls list_work_specs until the time is up. */
export function pinger(isRight: (result: unknown) => boolean): Client {
  const request = pingRequest();
  const reply = new ReplyCheck("list_work_specs", isRight);
  return {
    next: (late) => (late ? null : request),
    check: (frame, id) => reply.check(frame, id),
  };
}
