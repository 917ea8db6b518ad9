// The comparing thread, so that clients never wait for comparisons: receives events, sends reports.
import { setPriority } from "node:os";
import process from "node:process";
import { isMainThread, parentPort, workerData } from "node:worker_threads";
import { dial } from "../client/wire.ts";
import { rulesOf } from "../peers/find.ts";
import { handleBatches } from "./handle.ts";
import type { Start } from "./messages.ts";
import { createSecondary } from "./secondary.ts";
import { createShadow } from "./shadow.ts";

/** Niceness of this thread, on Linux only: elsewhere it would apply to the whole process. */
const POLITE = 10;

if (!isMainThread && parentPort !== null) {
  if (process.platform === "linux") setPriority(POLITE);
  const port = parentPort;
  const start: Start = workerData;
  const stop = new AbortController();
  const { milliseconds } = start;
  const connect = () => dial(start.secondary, { milliseconds });
  const secondary = createSecondary({ connect, milliseconds, signal: stop.signal });
  const known = async (name: string | undefined) =>
    name === undefined ? undefined : { name, rules: await rulesOf(name) };
  const peers = { primary: await known(start.peers.primary), secondary: await known(start.peers.secondary) };
  const handle = handleBatches(createShadow({ ...start, peers, secondary }), (run) => port.postMessage(run));
  port.on("message", handle);
}
