// Controls daemons with a test clock, which advances only on lines `advance SECONDS` on their stdin (the protocol of
// `coordinated -test-clock`).
import { setTimeout as delay } from "node:timers/promises";
import { type Daemon, DaemonError, type StartedDaemon } from "../client/daemon.ts";
import { daemonTime } from "../client/daemon-clock.ts";
import type { Time } from "./time.ts";

/**
 * Sets the clocks of the daemons to one time. Returns that time, which advances only when a session waits, and the
 * daemons wrapped so that restart() sets the clock again.
 * @param milliseconds timeout of one call and of one advance
 * @throws DaemonError not-ready when a daemon does not tell or advance its time
 */
export async function movedTime(
  daemons: readonly StartedDaemon[],
  milliseconds: number,
): Promise<{ time: Time; daemons: readonly Daemon[] }> {
  let now = Date.now() / 1000;
  /** Advances a newly started daemon from the system time to the common time, which is never earlier. */
  const set = async (daemon: StartedDaemon) =>
    await advance(daemon, now - (await timeOf(daemon, milliseconds)), milliseconds);
  const passBy = async (seconds: number, whom: readonly StartedDaemon[]) => {
    now += seconds;
    await Promise.all(whom.map((daemon) => advance(daemon, seconds, milliseconds)));
  };
  await passBy(MARGIN_SECONDS, []);
  await Promise.all(daemons.map(set));
  return {
    time: { kind: "moved", now: () => now, pass: (seconds) => passBy(seconds, daemons), isShared: false },
    daemons: daemons.map((daemon) => ({
      ...daemon,
      async restart() {
        await daemon.restart();
        const ahead = (await timeOf(daemon, milliseconds)) - now;
        if (ahead > 0)
          await passBy(
            Math.ceil(ahead) + MARGIN_SECONDS,
            daemons.filter((each) => each !== daemon),
          );
        await set(daemon);
      },
    })),
  };
}

const MARGIN_SECONDS = 2;

async function advance(daemon: StartedDaemon, seconds: number, milliseconds: number): Promise<void> {
  if (seconds <= 0) return;
  const before = await timeOf(daemon, milliseconds);
  daemon.tell(`advance ${seconds}`);
  const deadline = Date.now() + milliseconds;
  while ((await timeOf(daemon, milliseconds)) < before + Math.floor(seconds)) {
    if (Date.now() > deadline)
      throw new DaemonError("not-ready", `${daemon.name} does not move its clock when told 'advance ${seconds}'`);
    await delay(1);
  }
}

/** The daemon's time in whole seconds since the epoch. */
async function timeOf(daemon: StartedDaemon, milliseconds: number): Promise<number> {
  const time = await daemonTime(daemon, milliseconds);
  if (time !== undefined) return time;
  throw new DaemonError("not-ready", `${daemon.name} does not tell its time, so that its clock cannot be moved`);
}
