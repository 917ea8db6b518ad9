// Checks a part of a stored history in a separate thread.
import { parentPort, workerData } from "node:worker_threads";
import { HistoryError } from "../history/decode.ts";
import { type JudgedPart, judgePart, type PartJob } from "./judge-part.ts";

/** The message of a thread: its result, or why the file is not a readable history. */
export type ThreadNews = { readonly judged: JudgedPart } | { readonly refused: string };

const job: PartJob = workerData;
const tell = (news: ThreadNews) => parentPort?.postMessage(news);
try {
  tell({ judged: await judgePart(job) });
} catch (error) {
  if (!(error instanceof HistoryError)) throw error;
  tell({ refused: error.message });
}
