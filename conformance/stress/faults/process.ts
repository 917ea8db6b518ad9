// Faults of processes: the daemon is suspended, restarted, or its clock is set; clients are disconnected, killed or
// suspended.
import { type Fault, type Ground, pause } from "./fault.ts";

export const killConnection: Fault = {
  name: "kill-connection",
  pause: 120,
  async strike({ random, strikeClient }) {
    strikeClient(random.percent(25) ? "kill" : "cut");
    return false;
  },
};

export const killProcess: Fault = {
  name: "kill-process",
  pause: 2_000,
  strike: async ({ killClients }) => await killClients(),
};

export const pauseProcess: Fault = {
  name: "pause",
  pause: 1_200,
  async strike(ground) {
    const { random } = ground;
    const [pid, clients] = [ground.pid(), ground.clientPid()];
    if (pid !== undefined && random.percent(40)) return await stopFor(-pid, 100 + random.below(900));
    if (clients !== undefined && random.percent(60)) return await stopFor(clients, 100 + random.below(LONGEST_STOP));
    ground.strikeClient("sleep");
    return false;
  },
};

/** Maximum milliseconds that clients are stopped: longer than some leases. */
const LONGEST_STOP = 2_500;

/** Suspends a process (or a process group, given as minus its leader's id), then resumes it. @returns whether it existed */
async function stopFor(pid: number, milliseconds: number): Promise<boolean> {
  try {
    process.kill(pid, "SIGSTOP");
  } catch {
    // The process has ended, which is detected elsewhere.
    return false;
  }
  await pause(milliseconds);
  try {
    process.kill(pid, "SIGCONT");
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
