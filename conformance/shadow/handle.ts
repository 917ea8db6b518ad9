// Passes batches of events to a shadow, and returns its reports.
import type { Watcher } from "../traffic/proxy.ts";
import type { Batch, Report } from "./messages.ts";
import type { Shadow } from "./shadow.ts";

/** How long the last report may wait for calls not yet compared. */
const LAST_MILLISECONDS = 5000;

export function handleBatches(shadow: Shadow, post: (report: Report) => void): (batch: Batch) => void {
  const watchers = new Map<number, Watcher>();
  const watcherOf = (conn: number) => {
    const watcher = watchers.get(conn) ?? shadow.watch({ conn });
    watchers.set(conn, watcher);
    return watcher;
  };
  return ({ events, report }) => {
    for (const event of events) {
      const watcher = watcherOf(event.conn);
      if (event.is === "ended") {
        watcher.ended?.(event.at, event.by);
        watchers.delete(event.conn);
      } else watcher[event.is](event.chunk, event.at);
    }
    if (report === "now") post(shadow.run());
    if (report === "settled") void settledOrLate(shadow).then(() => post(shadow.run()));
  };
}

async function settledOrLate(shadow: Shadow): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, LAST_MILLISECONDS);
  });
  await Promise.race([shadow.settled(), late]);
  clearTimeout(timer);
}
