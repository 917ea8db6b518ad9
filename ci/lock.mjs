// A lock that lets only one npm script at a time install packages or build, since two would delete each other's
// folders. The lock is a folder, since creating one is atomic; it contains the owner's process id.
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import process from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const LOCK = fileURLToPath(new URL("../.lock", import.meta.url));

/** Runs `work` while holding the lock. Waits for the present owner, unless its process has ended. */
export async function withLock(work) {
  while (!take()) {
    if (isLeftBehind()) rmSync(LOCK, { recursive: true, force: true });
    else await pause(50);
  }
  try {
    return await work();
  } finally {
    rmSync(LOCK, { recursive: true, force: true });
  }
}

function take() {
  try {
    mkdirSync(LOCK);
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
  writeFileSync(`${LOCK}/pid`, String(process.pid));
  return true;
}

/** Longest time between creating the lock's folder and writing the process id. */
const WITHOUT_ID_MILLIS = 10_000;

/** Whether the owner's process has ended. A lock without a process id may have just been created. */
function isLeftBehind() {
  let pid;
  try {
    pid = Number(readFileSync(`${LOCK}/pid`, "utf8"));
  } catch {
    const made = statSync(LOCK, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    return Date.now() - made > WITHOUT_ID_MILLIS;
  }
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === "ESRCH";
  }
}
