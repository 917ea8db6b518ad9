// A daemon to measure: a running one, or a command that is started again for each workload.
import { setTimeout as delay } from "node:timers/promises";
import type { Address } from "../client/address.ts";
import { type Child, startCommand } from "../client/command.ts";
import { DaemonError } from "../client/daemon.ts";
import { Connection } from "./connection.ts";

export type Daemon = {
  name: string;
  /** Whether start() starts a process, whose memory and start time can be measured. */
  isSpawned: boolean;
  /** @throws DaemonError if the process exits, is interrupted, or accepts no connection in time */
  start(signal: AbortSignal): Promise<Running>;
};

export type Running = {
  address: Address;
  /** Process id, or null if this tool did not start the process. */
  pid: number | null;
  /** Seconds from the start of the process until it accepted a connection; null if this tool did not start it. */
  startSeconds: number | null;
  stop(): Promise<void>;
};

export function addressDaemon(name: string, address: Address): Daemon {
  const running = { address, pid: null, startSeconds: null, stop: async () => {} };
  return { name, isSpawned: false, start: async () => running };
}

/** A daemon started by a command with `{port}` in it, without a shell, so that `pid` is the daemon's own process. */
export function commandDaemon(name: string, command: readonly string[], startSeconds: number): Daemon {
  return {
    name,
    isSpawned: true,
    start: async (signal) => {
      const since = performance.now();
      const child = await startCommand(command);
      try {
        await ready(name, child, startSeconds, signal);
      } catch (error) {
        await child.stop();
        throw error;
      }
      const took = (performance.now() - since) / 1000;
      return { address: child.address, pid: child.pid ?? null, startSeconds: took, stop: () => child.stop() };
    },
  };
}

/** Connects every 2 ms until the daemon accepts, so that the start time is accurate to a few milliseconds. */
async function ready(name: string, child: Child, startSeconds: number, signal: AbortSignal): Promise<void> {
  const until = performance.now() + startSeconds * 1000;
  while (performance.now() < until) {
    const ended = child.ended();
    if (ended !== undefined) throw new DaemonError("start-failed", `${name} ${ended}${child.stderrTail()}`);
    if (signal.aborted) throw new DaemonError("interrupted", "interrupted");
    try {
      (await Connection.open(child.address)).close();
      return;
    } catch {
      await delay(2);
    }
  }
  throw new DaemonError("not-ready", `${name} took no connection within ${startSeconds} s${child.stderrTail()}`);
}
