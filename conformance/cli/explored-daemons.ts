// The two daemons that `explore` compares, started or found, and the time that they have.
import { parseAddress } from "../client/address.ts";
import { type Daemon, daemonAt, type StartedDaemon, startDaemon } from "../client/daemon.ts";
import { askToClear } from "../client/permission.ts";
import { UsageError } from "../command.ts";
import { movedTime } from "../explore/test-clock.ts";
import { realTime, type Time } from "../explore/time.ts";

export type DaemonOptions = {
  /** As they stand on the command line. */
  readonly daemons: readonly string[];
  readonly startMilliseconds: number;
  readonly timeoutMilliseconds: number;
  readonly allowClear: boolean;
  /** Whether their clocks are moved, else whether sessions wait. */
  readonly testClock: boolean;
  readonly waits: boolean;
  readonly signal: AbortSignal;
};

/** Starts them, hands them over, and stops them whatever comes. @throws DaemonError; UsageError where something would be lost */
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
