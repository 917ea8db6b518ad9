// mixed: many workers, each with a connection, process five chained work specs: get_work, finish with an `output` that
// creates a unit of the next work spec, and sometimes a heartbeat. Every unit must occur once in each work spec.
import { elementAt } from "../../element-at.ts";
import type { Client } from "../drive.ts";
import { HandedOut } from "../handed-out.ts";
import { isDone, ReplyCheck, ReplyError } from "../reply.ts";
import { finishRequest, getWorkRequest, Request } from "../request.ts";
import { Session } from "../session.ts";
import { Samples } from "../statistics.ts";
import { UnitSet } from "../unit-set.ts";
import { loadFor, type Workload } from "../workload.ts";
import { ping } from "./ping.ts";

const SPECS = ["bench-1", "bench-2", "bench-3", "bench-4", "bench-5"];
const UNITS_A_HEARTBEAT = 50;

export function mixed(workers: number, queue: number, seconds: number): Workload {
  return {
    name: "mixed",
    title: `heartbeat, get_work, finish over ${SPECS.length} chained work specs, ${queue.toLocaleString("en")} units, ${workers} workers`,
    metric: { unit: "calls/s", better: "more" },
    limit: ping(workers, seconds),
    prepare: async (daemon, signal) => {
      const session = await Session.open(daemon, workers, signal);
      return {
        turn: async () => {
          const latencies = new Samples();
          const load = await loadFor(seconds, async (left) => {
            for (const [index, name] of SPECS.entries()) {
              const then = SPECS[index + 1];
              await session.setSpec(name, then === undefined ? {} : { then });
            }
            const flow = new Flow(queue);
            await session.addUnits(elementAt(SPECS, 0), new UnitSet(queue).all());
            const lanes = session.connections.map((connection, index) => ({
              connection,
              client: worker(`worker-${index}`, flow),
              latencies,
            }));
            const driven = await session.drive(lanes, left);
            for (const name of SPECS) await session.deleteSpec(name);
            return driven;
          });
          return { value: load.calls / load.seconds, latencies, load };
        },
        close: () => session.close(),
      };
    },
  };
}

/** Tracks the progress of all units through the chain, over all workers. */
class Flow {
  readonly #steps: readonly UnitSet[];
  #toTake: number;
  #held = 0;
  #emptyInARow = 0;

  constructor(queue: number) {
    this.#steps = SPECS.map(() => new UnitSet(queue));
    this.#toTake = queue * SPECS.length;
  }

  get isDone(): boolean {
    return this.#toTake === 0;
  }

  take(spec: number, number: number): void {
    this.#steps[spec]?.take(number);
    this.#toTake -= 1;
    this.#held += 1;
    this.#emptyInARow = 0;
  }

  finish(): void {
    this.#held -= 1;
    this.#emptyInARow = 0;
  }

  /**
   * Records an empty reply to get_work. It is valid while other workers hold units whose successors do not exist yet.
   * @throws ReplyError after more than 1,000 of them in a row while no worker holds a unit
   */
  empty(): void {
    this.#emptyInARow += 1;
    if (this.#held === 0 && this.#emptyInARow > 1000) {
      throw new ReplyError(`get_work: no work for any worker, with ${this.#toTake} units of the chain still to come`);
    }
  }
}

function worker(name: string, flow: Flow): Client {
  const getWork = getWorkRequest(name, 1);
  const finishes = SPECS.map((spec, index) => finishRequest(spec, name, index + 1 < SPECS.length));
  const heartbeat = new Request("worker_heartbeat", () => [name, "RUN", 300, { host: "bench", pid: 1 }, null]);
  const handedOut = new HandedOut(SPECS, 1);
  const finished = new ReplyCheck("update_work_unit", isDone);
  const heard = new ReplyCheck("worker_heartbeat", isDone);
  let finish: Request | null = null;
  let last: Request | null = null;
  let taken = 0;
  return {
    next: (late) => {
      if (finish !== null) last = finish;
      else if (late || flow.isDone) return null;
      else last = last !== heartbeat && taken % UNITS_A_HEARTBEAT === 0 ? heartbeat : getWork;
      return last;
    },
    check: (frame, id) => {
      if (last === heartbeat) return heard.check(frame, id);
      if (finish !== null) {
        finished.check(frame, id);
        flow.finish();
        finish = null;
        return;
      }
      handedOut.read(frame, id);
      const [number] = handedOut.numbers;
      const [spec] = handedOut.specs;
      if (handedOut.count === 0 || number === undefined || spec === undefined) return flow.empty();
      flow.take(spec, number);
      taken += 1;
      finish = finishes[spec] ?? null;
      finish?.setUnit(number);
    },
  };
}
