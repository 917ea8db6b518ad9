// Starts or connects to the two daemons that `explore` compares, and chooses the clock of its sessions.
import { parseAddress } from "../client/address.ts";
import { type Daemon, daemonAt, type StartedDaemon, startDaemon } from "../client/daemon.ts";
import { askToClear } from "../client/permission.ts";
import { UsageError } from "../command.ts";
import { movedTime } from "../explore/test-clock.ts";
import { realTime, type Time } from "../explore/time.ts";

export type DaemonOptions = {
  /** Each an address, or a command with {port}, as on the command line. */
  readonly daemons: readonly string[];
  readonly startMilliseconds: number;
  readonly timeoutMilliseconds: number;
  readonly allowClear: boolean;
  /** With `testClock`, waits move the daemons' clocks; otherwise `waits` says whether sessions wait in real time. */
  readonly testClock: boolean;
  readonly waits: boolean;
  readonly signal: AbortSignal;
};

/**
 * Starts the daemons, calls `use`, and stops them in any case.
 * @throws DaemonError if one does not start; UsageError if a daemon at an address has data and may not be cleared
 */
export async function withDaemons<T>(
  options: DaemonOptions,
  use: (daemons: readonly Daemon[], time: Time) => Promise<T>,
): Promise<T> {
  const started: StartedDaemon[] = [];
  const daemons: Daemon[] = [];
  try {
    for (const words of options.daemons) {
      if (words.includes("{port}")) {
        const daemon = await startOne(words, options);
        started.push(daemon);
        daemons.push(daemon);
      } else daemons.push(await findOne(words, options));
    }
    const permission = { allowClear: options.allowClear, milliseconds: options.timeoutMilliseconds };
    for (const daemon of daemons) await askToClear(daemon, permission);
    if (!options.testClock) return await use(daemons, realTime(options.waits));
    const moved = await movedTime(started, options.timeoutMilliseconds);
    return await use(moved.daemons, moved.time);
  } finally {
    await Promise.all(daemons.map((daemon) => daemon.stop()));
  }
}

function startOne(words: string, { startMilliseconds, testClock, signal }: DaemonOptions): Promise<StartedDaemon> {
  return startDaemon(words.split(/\s+/), { milliseconds: startMilliseconds, signal, listens: testClock });
}

function findOne(words: string, { startMilliseconds, testClock, signal }: DaemonOptions): Promise<Daemon> {
  if (testClock) throw new UsageError("--test-clock needs two commands, whose stdin is written to, not addresses");
  return daemonAt(parseAddress(words), { milliseconds: startMilliseconds, signal });
}
