// Runs closed-loop clients, each with a connection and one outstanding call, and measures the calls' durations.
// Allocates nothing for a call except in the socket, so that mainly the daemon is measured.

import { cpuSeconds } from "../client/process-figures.ts";
import type { Connection } from "./connection.ts";
import { ReplyError } from "./reply.ts";
import type { Request } from "./request.ts";
import type { Samples } from "./statistics.ts";

/** Produces the requests of one closed loop and checks the replies. */
export type Client = {
  /** The next request, or null when this client is done; `late` is true once the time is up and it should finish. */
  next(late: boolean): Request | null;
  /** Checks the reply to the last request. @throws ReplyError if it is wrong */
  check(frame: Buffer, id: number): void;
};

export type Lane = {
  connection: Connection;
  client: Client;
  /** Collects the durations of its calls in milliseconds; null to not record them. */
  latencies: Samples | null;
};

export type Drive = {
  lanes: readonly Lane[];
  /** Seconds after which clients are told that it is late; Infinity for clients that stop by themselves. */
  seconds: number;
  /** Process id of the daemon, to read its CPU time; null if unknown. */
  pid: number | null;
  signal: AbortSignal;
};

export type Driven = {
  calls: number;
  seconds: number;
  /** CPU seconds that the daemon used, null if its process is unknown, and that the load generator used. */
  daemonCpu: number | null;
  generatorCpu: number;
};

/** Seconds without any reply after which a run fails; long, because a call may be queued behind many slow ones. */
const PATIENCE_SECONDS = 60;

/**
 * Runs all lanes until their clients are done.
 * @throws ReplyError on a wrong reply, a closed connection, or 60 s without any reply
 */
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

/** Calls `onQuiet` when the count has not changed for PATIENCE_SECONDS. @returns a function that stops the timer */
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
