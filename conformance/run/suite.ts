// The library interface for tests of a server: plays and judges one case at a time on any connection, like the command
// `run`.
import type { Duplex } from "node:stream";
import { daemonBehind } from "../client/daemon.ts";
import type { Golden } from "../golden/format.ts";
import { loadGoldens } from "../golden/load.ts";
import type { CompareLevel } from "../judge/difference.ts";
import { GOLDENS } from "../package-files.ts";
import { runCase } from "./case.ts";
import { livePlayer, realClock } from "./live.ts";
import type { Clock } from "./replay.ts";
import type { Result } from "./result.ts";

export type SuiteOptions = {
  /** Opens a connection to the server under test: any duplex stream of bytes. */
  readonly connect: () => Promise<Duplex>;
  /** `bytes` unless given. */
  readonly compare?: CompareLevel;
  /** The clock of the server under test; with a manual one, `wait` steps take no time. Default: real time. */
  readonly clock?: Clock;
  /** Time limit for one step; default 5,000. */
  readonly stepMilliseconds?: number;
  /** Also play each case in the variations of `run --vary`. */
  readonly vary?: boolean;
};

export type Suite = {
  /** Clears the server, plays one case and judges it. `outcome` is `passed` when nothing differs. */
  check(golden: Golden): Promise<Result>;
  /** Closes the suite's own connection. */
  close(): void;
};

/** The goldens that come with this package, sorted by id. */
export function goldens(): Golden[] {
  return loadGoldens(GOLDENS);
}

/**
 * Prepares checks of a server: `for (const golden of goldens()) it(golden.id, async () => expect((await
 * suite.check(golden)).differences).toEqual([]))`. Cases run one after the other: each clears the server.
 */
export function createSuite(options: SuiteOptions): Suite {
  const { connect, compare = "bytes", clock = realClock, stepMilliseconds = 5000, vary = false } = options;
  const player = livePlayer(daemonBehind(connect), { clock, stepMilliseconds, fresh: false });
  return { check: (golden) => runCase(golden, { player, compare, vary }), close: () => player.close() };
}
