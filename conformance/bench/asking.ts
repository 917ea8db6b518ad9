// Controls the thread that calls now() while other connections put load on the daemon.
import { Worker } from "node:worker_threads";
import type { Address } from "../client/address.ts";
import type { AskedNews } from "./ask-thread.ts";
import { ReplyError } from "./reply.ts";

export type Asking = {
  /** Stops the thread. @returns all waits in milliseconds, sorted @throws ReplyError if a call failed */
  end(): Promise<Float64Array>;
};

/** Starts the thread; resolves when its first reply has come. @throws ReplyError if it cannot connect or call */
export async function startAsking(address: Address): Promise<Asking> {
  const thread = new Worker(new URL("./ask-thread.js", import.meta.url), { workerData: address });
  const next = () =>
    new Promise<AskedNews>((resolve, reject) => {
      thread.once("message", resolve);
      thread.once("error", reject);
    });
  const waits = (news: AskedNews): Float64Array => {
    if (news !== "asking" && "waits" in news) return news.waits;
    throw new ReplyError(news === "asking" ? "it asks already" : news.failed);
  };
  const first = await next();
  if (first !== "asking") waits(first);
  const last = next();
  // Prevents an unhandled rejection if the thread fails before end(), which then rejects with that error.
  last.catch(() => {});
  return {
    async end() {
      thread.postMessage("end");
      return waits(await last);
    },
  };
}
