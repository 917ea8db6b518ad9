// Finds processes that a command left running: a daemon that forks into the background leaves its process group but
// keeps its environment, which contains a marker. Needs /proc; elsewhere nothing is found.
import { readdirSync, readFileSync } from "node:fs";

/** The environment variable set for everything that a command starts. */
export const MARK = "COORDINATE_CONFORMANCE_PROCESS";

/** Kills every process with this marker outside the process group of `leader`. @returns their number */
export function killMarked(mark: string, leader: number): number {
  const pids = readdirOrNothing("/proc").filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => isMarked(pid, mark) && groupOf(pid) !== leader && kill(Number(pid))).length;
}

function readdirOrNothing(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** False for processes of other users, which cannot be read, for processes that have exited, and for zombies. */
function isMarked(pid: string, mark: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, "latin1").includes(`${MARK}=${mark}\0`);
  } catch {
    return false;
  }
}

/** proc(5): the fifth field of stat, the third one after the name in parentheses. */
function groupOf(pid: string): number {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, "latin1").split(") ").at(-1)?.split(" ")[2]);
  } catch {
    return Number.NaN;
  }
}

function kill(pid: number): boolean {
  try {
    process.kill(pid, "SIGKILL");
    return true;
  } catch {
    return false;
  }
}
