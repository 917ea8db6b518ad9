// CPU time and resident memory of a process, from Linux's /proc; null on other systems.
import { readFileSync } from "node:fs";

/** Clock ticks a second in /proc/PID/stat: fixed at 100 for user space on every Linux that Node runs on. */
const TICKS_A_SECOND = 100;

/** CPU seconds, user and system, of all threads so far; null where it cannot be told. proc(5), /proc/PID/stat fields 14 and 15. */
export function cpuSeconds(pid: number): number | null {
  const stat = read(`/proc/${pid}/stat`);
  // The second field is the command's name in parentheses, which may contain blanks.
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ticks = Number(fields?.[11]) + Number(fields?.[12]);
  return Number.isFinite(ticks) ? ticks / TICKS_A_SECOND : null;
}

/** Resident bytes; null where it cannot be told. */
export function residentBytes(pid: number): number | null {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/status`) ?? "")?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}

function read(file: string): string | null {
  try {
    return readFileSync(file, "latin1");
  } catch {
    return null;
  }
}
