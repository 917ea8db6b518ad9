// Plays goldens against a live daemon, which is cleared or restarted before each case.
import { setTimeout as sleep } from "node:timers/promises";
import type { Daemon } from "../client/daemon.ts";
import { standsStill } from "../client/daemon-clock.ts";
import { firstCall } from "../client/first-call.ts";
import { type Control, openControl } from "../client/isolate.ts";
import type { Golden } from "../golden/format.ts";
import type { PlayedStep } from "../judge/judge.ts";
import { NO_ANSWER, type Player, Unplayable } from "./player.ts";
import { type Clock, replay } from "./replay.ts";
import { openSharedDaemon } from "./together/shared-daemon.ts";

export type LiveOptions = {
  readonly clock: Clock;
  readonly stepMilliseconds: number;
  /** Restart the daemon for each case instead of clearing it. */
  readonly fresh: boolean;
  readonly signal?: AbortSignal | undefined;
};

export type LivePlayer = Player & { close(): void };

export function livePlayer(daemon: Daemon, options: LiveOptions): LivePlayer {
  let control: Control | undefined;
  let used = false;
  let keepsWorkers: boolean | undefined;
  options.signal?.addEventListener("abort", () => control?.close(), { once: true });

  /** Retries once on another port, since the first one may have been taken meanwhile, or not be free again yet. */
  async function startAnew(): Promise<void> {
    try {
      await daemon.restart().catch(() => daemon.restart());
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new Unplayable("unplayable", `the daemon could not be started anew: ${why}`, { cause });
    }
  }

  async function makeEmpty(golden: Golden): Promise<void> {
    if (options.fresh) {
      if (used) await startAnew();
      used = true;
      return;
    }
    control ??= await openControl(daemon, options.stepMilliseconds);
    if (golden.seesWorkers) keepsWorkers ??= await control.keepsWorkers();
    if (golden.seesWorkers && keepsWorkers === true) {
      if (!daemon.owned) throw new Unplayable("unplayable", KEEPS_WORKERS);
      control.close();
      // The check itself has registered a worker.
      await startAnew();
      control = await openControl(daemon, options.stepMilliseconds);
      // With a database, data survives the restart.
      if ((await control.workers()).size > 0) throw new Unplayable("unplayable", KEEPS_WORKERS);
    }
    used = true;
    if (await control.isolate(golden.unlocks)) return;
    control.close();
    control = await openControl(daemon, options.stepMilliseconds);
    if (await control.isolate(golden.unlocks)) return;
    const ended = await crashOf(daemon);
    if (ended !== undefined) throw new Unplayable("gone", ended);
    throw new Unplayable("unplayable", NO_ANSWER);
  }

  return {
    name: daemon.name,
    async together(goldens) {
      if (options.fresh) return undefined;
      try {
        control ??= await openControl(daemon, options.stepMilliseconds);
        if (!(await control.isolate(goldens.flatMap(({ unlocks }) => unlocks))) || !(await control.canPause()))
          return undefined;
        used = true;
        if (goldens.some((golden) => golden.seesWorkers)) keepsWorkers ??= await control.keepsWorkers();
      } catch {
        // If it cannot be reached, the cases will report that.
        return undefined;
      }
      const { clock, stepMilliseconds, signal } = options;
      // Such a case gets a daemon started anew.
      const alone = keepsWorkers === true ? goldens.filter((golden) => golden.seesWorkers) : [];
      return { alone, ...openSharedDaemon(control, { connect: daemon.connect, clock, stepMilliseconds, signal }) };
    },
    async play(golden): Promise<readonly PlayedStep[]> {
      try {
        await makeEmpty(golden);
        const { clock, stepMilliseconds, signal } = options;
        return await replay(golden, { connect: daemon.connect, clock, stepMilliseconds, signal });
      } catch (error) {
        if (error instanceof Unplayable) throw error;
        const why = error instanceof Error ? error.message : String(error);
        throw new Unplayable("gone", `the daemon could not be reached: ${why}`, { cause: error });
      }
    },
    async failure() {
      if (options.fresh) return undefined;
      const refused = await unreachable(daemon);
      if (refused === undefined) return undefined;
      return (await crashOf(daemon)) ?? `${daemon.name} is gone: ${refused}`;
    },
    firstCall: () => firstCall(daemon.connect, options.stepMilliseconds),
    async lookAtClock() {
      const { clock, stepMilliseconds, signal } = options;
      const wait = (milliseconds: number) => clock.wait(milliseconds / 1000, signal);
      // If it cannot be asked, the cases will report that.
      const isStill = await standsStill(daemon, stepMilliseconds, wait).catch(() => false);
      return isStill && signal?.aborted !== true ? STANDS_STILL : undefined;
    },
    close: () => control?.close(),
  };
}

const STANDS_STILL =
  "the daemon's time stands still, so cases that wait cannot pass: it may run with a clock that tests set";

const KEEPS_WORKERS = "it cannot be told from earlier cases: this daemon keeps workers that were unregistered";

/** How a started daemon ended. Waits a moment, since connections break before the exit is reported. */
async function crashOf(daemon: Daemon): Promise<string | undefined> {
  for (let i = 0; i < 50 && daemon.owned && daemon.crash() === undefined; i++) await sleep(20);
  return daemon.crash();
}

async function unreachable(daemon: Daemon): Promise<string | undefined> {
  try {
    (await daemon.connect()).destroy();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Real time. */
export const realClock: Clock = {
  now: () => Date.now() / 1000,
  async wait(seconds, signal) {
    await sleep(seconds * 1000, undefined, signal === undefined ? {} : { signal }).catch(() => {});
  },
};
