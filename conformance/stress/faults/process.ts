// Faults of processes: the daemon is stopped, its clock is set, it is started again; clients are cut off, die or sleep.
import { type Fault, type Ground, pause } from "./fault.ts";

export const killConnection: Fault = {
  name: "kill-connection",
  pause: 120,
  async strike({ random, strikeClient }) {
    strikeClient(random.percent(25) ? "kill" : "cut");
    return false;
  },
};

export const pauseProcess: Fault = {
  name: "pause",
  pause: 1_200,
  async strike(ground) {
    const pid = ground.pid();
    if (pid === undefined || ground.random.percent(50)) {
      ground.strikeClient("sleep");
      return false;
    }
    return await stopFor(pid, 100 + ground.random.below(900));
  },
};

/** Stops a process group for some time. @returns whether there was one */
async function stopFor(leader: number, milliseconds: number): Promise<boolean> {
  try {
    process.kill(-leader, "SIGSTOP");
  } catch {
    // It ended meanwhile, which others see to.
    return false;
  }
  await pause(milliseconds);
  try {
    process.kill(-leader, "SIGCONT");
  } catch {
    return false;
  }
  return true;
}

const STEPS = [3_600, -3_600, 90, -5, 0];

export const clock: Fault = {
  name: "clock",
  pause: 2_500,
  async strike(ground: Ground) {
    ground.setClock?.(ground.random.pick(STEPS));
    return false;
  },
};

export const restart: Fault = {
  name: "restart",
  pause: 4_000,
  async strike(ground) {
    await ground.restart();
    return true;
  },
};
