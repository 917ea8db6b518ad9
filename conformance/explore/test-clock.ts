// Daemons whose clock the tool advances by lines `advance SECONDS` on stdin, as `coordinated -test-clock` reads them.
import { setTimeout as delay } from "node:timers/promises";
import { type Daemon, DaemonError, type StartedDaemon } from "../client/daemon.ts";
import { daemonTime } from "../client/daemon-clock.ts";
import type { Time } from "./time.ts";

/** Their time, which stands still but for what sessions wait, and the same daemons, which keep to it when started anew. */
export async function movedTime(
  daemons: readonly StartedDaemon[],
  milliseconds: number,
): Promise<{ time: Time; daemons: readonly Daemon[] }> {
  let now = Date.now() / 1000;
  /** A daemon starts with the time of day: it is set to the time that the others have, which never is an earlier one. */
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

/** In whole seconds, as it tells. */
async function timeOf(daemon: StartedDaemon, milliseconds: number): Promise<number> {
  const time = await daemonTime(daemon, milliseconds);
  if (time !== undefined) return time;
  throw new DaemonError("not-ready", `${daemon.name} does not tell its time, so that its clock cannot be moved`);
}
