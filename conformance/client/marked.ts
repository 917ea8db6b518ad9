// Processes that a command left behind: a daemon that puts itself into the background leaves its process group, but not its
// environment, in which a mark tells whose it is. Where there is no /proc nothing is found.
import { readdirSync, readFileSync } from "node:fs";

/** The environment variable that marks what a command starts. */
export const MARK = "COORDINATE_CONFORMANCE_PROCESS";

/** Kills every process with this mark that is not in the group of `leader`. @returns how many there were */
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

/** Another user's process cannot be read, and one that ended meanwhile is gone; a zombie has an empty environment. */
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
