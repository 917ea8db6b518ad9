// Runs closed-loop clients, each with a connection and one outstanding call, and measures the calls' durations.
// Allocates nothing for a call except in the socket, so that mainly the daemon is measured.

import { cpuSeconds } from "../client/process-figures.ts";
import type { Connection } from "./connection.ts";
import { ReplyError } from "./reply.ts";
import type { Request } from "./request.ts";
import type { Samples } from "./statistics.ts";

/** One closed loop of calls. */
export type Client = {
  /** The next request, or null when this client is done; `late` when the time is up and it should come to an end. */
  next(late: boolean): Request | null;
  /** @throws ReplyError when the reply to the last request is not right. */
  check(frame: Buffer, id: number): void;
};

export type Lane = {
  connection: Connection;
  client: Client;
  /** Where its calls' times go, in milliseconds, or null to leave them out. */
  latencies: Samples | null;
};

export type Drive = {
  lanes: readonly Lane[];
  /** When the clients should come to an end; Infinity when they know by themselves. */
  seconds: number;
  /** The daemon's process, to read its CPU time, or null. */
  pid: number | null;
  signal: AbortSignal;
};

export type Driven = {
  calls: number;
  seconds: number;
  /** CPU seconds that the daemon used meanwhile, null when its process is not known; and that the load generator used. */
  daemonCpu: number | null;
  generatorCpu: number;
};

/** The longest time without any reply: one call may wait for many slow ones. */
const PATIENCE_SECONDS = 60;

/** Runs all lanes to their end. @throws ReplyError for a wrong reply, a closed connection or none for a minute */
export async function drive({ lanes, seconds, pid, signal }: Drive): Promise<Driven> {
  const cpuBefore = pid === null ? null : cpuSeconds(pid);
  const ownBefore = process.cpuUsage();
  const start = performance.now();
  const calls = await loop(lanes, start + seconds * 1000, signal);
  const taken = (performance.now() - start) / 1000;
  const own = process.cpuUsage(ownBefore);
  const cpuAfter = pid === null ? null : cpuSeconds(pid);
  return {
    calls,
    seconds: taken,
    daemonCpu: cpuBefore === null || cpuAfter === null ? null : cpuAfter - cpuBefore,
    generatorCpu: (own.user + own.system) / 1e6,
  };
}

function loop(lanes: readonly Lane[], until: number, signal: AbortSignal): Promise<number> {
  return new Promise((resolve, reject) => {
    let calls = 0;
    let running = lanes.length;
    const end = (error: Error | null) => {
      stopWatching();
      signal.removeEventListener("abort", onAbort);
      for (const { connection } of lanes) connection.use(null);
      if (error === null) resolve(calls);
      else reject(error);
    };
    const onAbort = () => end(new Error("interrupted"));
    signal.addEventListener("abort", onAbort);
    const stopWatching = watch(
      () => calls,
      () => end(new ReplyError(`no reply within ${PATIENCE_SECONDS} seconds`)),
    );

    const starts = lanes.map(({ connection, client, latencies }) => {
      let sent = 0;
      const send = (now: number) => {
        const request = client.next(now > until);
        if (request !== null) {
          sent = performance.now();
          connection.call(request);
        } else if (--running === 0) end(null);
      };
      const reply = (frame: Buffer, id: number) => {
        const now = performance.now();
        latencies?.add(now - sent);
        calls += 1;
        try {
          client.check(frame, id);
          send(now);
        } catch (error) {
          end(error instanceof Error ? error : new Error(String(error)));
        }
      };
      connection.use({ reply, fail: end });
      return send;
    });
    if (signal.aborted) onAbort();
    else for (const start of starts) start(performance.now());
  });
}

/** Calls `onQuiet` when the count has stood still for as long as anybody would wait. @returns how to stop that */
function watch(count: () => number, onQuiet: () => void): () => void {
  let last = -1;
  let quietSeconds = 0;
  const timer = setInterval(() => {
    quietSeconds = count() === last ? quietSeconds + 1 : 0;
    last = count();
    if (quietSeconds >= PATIENCE_SECONDS) onQuiet();
  }, 1000);
  return () => clearInterval(timer);
}
