// Calls now() about every millisecond, one call after the other, in a separate thread, so that work of the load
// generator does not count as waiting time.
import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import type { Address } from "../client/address.ts";
import { Connection } from "./connection.ts";
import { Request } from "./request.ts";
import { Samples } from "./statistics.ts";

/** Messages from the thread: the first reply has come; at the end, all waits in milliseconds, sorted; or the error's text. */
export type AskedNews = "asking" | { readonly waits: Float64Array } | { readonly failed: string };

const address: Address = workerData;
const tell = (news: AskedNews) => parentPort?.postMessage(news);

async function ask(): Promise<void> {
  const request = new Request("now", () => []);
  const waits = new Samples();
  const connection = await Connection.open(address);
  let isOver = false;
  parentPort?.once("message", () => {
    isOver = true;
  });
  do {
    const lineBefore = inLine();
    const since = performance.now();
    await new Promise<void>((resolve, reject) => {
      connection.use({ reply: () => resolve(), fail: reject });
      connection.call(request);
    });
    const wait = performance.now() - since;
    waits.add(Math.max(0, wait - (inLine() - lineBefore)));
    if (waits.count === 1) tell("asking");
    await delay(1);
  } while (!isOver);
  connection.close();
  tell({ waits: waits.sorted() });
}

/** Total run-queue delay of this thread so far in milliseconds, from Linux' schedstat; 0 on other systems. */
function inLine(): number {
  try {
    const [, nanoseconds] = readFileSync("/proc/thread-self/schedstat", "latin1").split(" ");
    return Number(nanoseconds) / 1e6;
  } catch {
    return 0;
  }
}

await ask().catch((error: unknown) => tell({ failed: error instanceof Error ? error.message : String(error) }));
