// shadow: the latency that `shadow` adds to the median call compared with a plain proxy, and that a plain proxy adds to
// a direct call. One client alternates between the two paths at a fixed pace, so that other load affects both alike.
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Address, formatAddress } from "../../client/address.ts";
import { Connection } from "../connection.ts";
import { commandDaemon, type Daemon, type Running } from "../daemon.ts";
import { ReplyCheck } from "../reply.ts";
import { isEmptyList } from "../session.ts";
import { percentile, Samples } from "../statistics.ts";
import type { Workload } from "../workload.ts";
import { pingRequest } from "./ping.ts";

const PAUSE_MILLISECONDS = 1;
const START_SECONDS = 20;

/** Two paths to a daemon; what is measured is the latency that the second adds to the first. */
type Ways = readonly [Address, Address];

export function shadowed(seconds: number): Workload[] {
  return [
    adding("shadow", "what shadow adds to the median call behind a bare proxy", seconds, async (begin) => {
      const [primary, secondary] = [await begin.daemon(), await begin.daemon()];
      const daemons = ["--primary", formatAddress(primary), "--secondary", formatAddress(secondary)];
      const shadow = begin.program("../../main.js", "shadow", "--proxy", "127.0.0.1:{port}", ...daemons);
      return [await begin.program(PROXY, "{port}", formatAddress(primary)), await shadow];
    }),
    adding("shadow, proxy", "what a bare proxy adds to the median call", seconds, async (begin) => {
      const daemon = await begin.daemon();
      return [daemon, await begin.program(PROXY, "{port}", formatAddress(daemon))];
    }),
  ];
}

const PROXY = "../proxy-main.js";

type Begin = {
  daemon(): Promise<Address>;
  /** Starts a program of this package; `file` is relative to this file. @returns the address that it listens on */
  program(file: string, ...args: string[]): Promise<Address>;
};

function adding(name: string, title: string, seconds: number, start: (begin: Begin) => Promise<Ways>): Workload {
  return {
    name,
    title: `${title}, list_work_specs every ${PAUSE_MILLISECONDS} ms`,
    metric: { unit: "% added", better: "less" },
    needsSpawned: true,
    prepare: async (daemon, signal) => {
      const started: Running[] = [];
      const begin = async (each: Daemon) => {
        const running = await each.start(signal);
        started.push(running);
        return running.address;
      };
      const stop = () => Promise.all(started.toReversed().map((running) => running.stop()));
      try {
        const [near, far] = await start({
          daemon: () => begin(daemon),
          program: (file, ...args) => begin(programDaemon(file, args)),
        });
        const [one, other] = [await openWay(near), await openWay(far)];
        return {
          async turn() {
            const [few, more] = [new Samples(), new Samples()];
            const until = performance.now() + 1000 * seconds;
            while (performance.now() < until && !signal.aborted) {
              few.add(await one.call());
              await delay(PAUSE_MILLISECONDS);
              more.add(await other.call());
              await delay(PAUSE_MILLISECONDS);
            }
            const [least, most] = [few, more].map((samples) => percentile(samples.sorted(), 0.5));
            return { value: 100 * ((most ?? Number.NaN) / (least ?? Number.NaN) - 1), latencies: more, load: null };
          },
          async close() {
            one.close();
            other.close();
            await stop();
          },
        };
      } catch (error) {
        await stop();
        throw error;
      }
    },
  };
}

/** A connection on which single calls are timed, in milliseconds. */
async function openWay(address: Address): Promise<{ call(): Promise<number>; close(): void }> {
  const connection = await Connection.open(address);
  const request = pingRequest();
  const check = new ReplyCheck("list_work_specs", isEmptyList);
  return {
    call: () =>
      new Promise((resolve, reject) => {
        const since = performance.now();
        connection.use({
          reply(frame, id) {
            const took = performance.now() - since;
            check.check(frame, id);
            resolve(took);
          },
          fail: reject,
        });
        connection.call(request);
      }),
    close: () => connection.close(),
  };
}

function programDaemon(file: string, args: readonly string[]): Daemon {
  const command = [process.execPath, fileURLToPath(new URL(file, import.meta.url)), ...args];
  return commandDaemon(file, command, START_SECONDS);
}
