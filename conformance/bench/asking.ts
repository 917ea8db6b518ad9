// Controls the thread that calls now() while other connections put load on the daemon.
import { Worker } from "node:worker_threads";
import type { Address } from "../client/address.ts";
import type { AskedNews } from "./ask-thread.ts";
import { ReplyError } from "./reply.ts";

export type Asking = {
  /** Makes an end of it. @returns each wait in milliseconds, in order of length @throws ReplyError */
  end(): Promise<Float64Array>;
};

/** Begins, and resolves once the first answer has come. @throws ReplyError */
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
  // Whoever waits for the end is told.
  last.catch(() => {});
  return {
    async end() {
      thread.postMessage("end");
      return waits(await last);
    },
  };
}
