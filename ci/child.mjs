// Starts a child process that is stopped together with this process, which waits for its end, so that the child does
// not go on writing files while the next script starts.
import { spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

/** @returns {Promise<number>} its exit code; 1 where a signal ended it */
export async function runToEnd(command, args, options) {
  const child = spawn(command, args, options);
  const stop = (signal) => child.kill(signal);
  for (const signal of SIGNALS) process.on(signal, stop);
  const [code] = await once(child, "close");
  for (const signal of SIGNALS) process.off(signal, stop);
  return code ?? 1;
}
