// The two daemons that `explore` compares, started or found, and the time that they have.
import { parseAddress } from "../client/address.ts";
import { askToClear } from "../client/permission.ts";
import { addressTarget, commandTarget, type StartedTarget, type Target } from "../client/target.ts";
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

/** Starts them, hands them over, and stops them whatever comes. @throws TargetError; UsageError where something would be lost */
export async function withDaemons<T>(
  options: DaemonOptions,
  use: (targets: readonly Target[], time: Time) => Promise<T>,
): Promise<T> {
  const started: StartedTarget[] = [];
  const targets: Target[] = [];
  try {
    for (const daemon of options.daemons) {
      if (daemon.includes("{port}")) {
        const target = await startDaemon(daemon, options);
        started.push(target);
        targets.push(target);
      } else targets.push(await findDaemon(daemon, options));
    }
    const permission = { allowClear: options.allowClear, milliseconds: options.timeoutMilliseconds };
    for (const target of targets) await askToClear(target, permission);
    if (!options.testClock) return await use(targets, realTime(options.waits));
    const moved = await movedTime(started, options.timeoutMilliseconds);
    return await use(moved.targets, moved.time);
  } finally {
    await Promise.all(targets.map((target) => target.stop()));
  }
}

function startDaemon(daemon: string, { startMilliseconds, testClock, signal }: DaemonOptions): Promise<StartedTarget> {
  return commandTarget(daemon.split(/\s+/), { milliseconds: startMilliseconds, signal, listens: testClock });
}

function findDaemon(daemon: string, { startMilliseconds, testClock, signal }: DaemonOptions): Promise<Target> {
  if (testClock) throw new UsageError("--test-clock needs two commands, whose stdin is written to, not addresses");
  return addressTarget(parseAddress(daemon), { milliseconds: startMilliseconds, signal });
}
