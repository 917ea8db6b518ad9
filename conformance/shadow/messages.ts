// What passes between the proxy and the thread that compares: the bytes of connections, in batches, and the run as it stands.

import type { Address } from "../client/address.ts";
import type { CompareLevel } from "../judge/difference.ts";
import type { Run } from "../run/result.ts";
import type { Watcher } from "../traffic/proxy.ts";
import type { Peers } from "./shadow.ts";

/** What the thread is started with. */
export type Start = {
  readonly daemon: string;
  readonly secondary: Address;
  readonly milliseconds: number;
  readonly compare: CompareLevel;
  /** By their names. */
  readonly peers: Peers<string>;
  readonly backlog: number;
};

/** One thing that happened on a connection; `at` in seconds since the epoch. */
export type Event =
  | { readonly is: "sent" | "received"; readonly conn: number; readonly chunk: Uint8Array; readonly at: number }
  | { readonly is: "ended"; readonly conn: number; readonly at: number; readonly by: "client" | "daemon" };

/** To the thread: what happened since, and whether the run is wanted, at once or when everything is compared. */
export type Batch = { readonly events: readonly Event[]; readonly report?: "now" | "settled" };

/** From the thread, one for each report that is wanted. */
export type Report = Run;

/** So long events are collected: what hands them over is work, and must not come between a request and its reply. */
const BATCH_MILLISECONDS = 50;

/** Collects events and hands them over in batches, so that relaying a call costs next to nothing. */
export function batching(post: (batch: Batch) => void) {
  let events: Event[] = [];
  let planned = false;
  const flush = (report?: Batch["report"]) => {
    const batch = events;
    events = [];
    planned = false;
    if (batch.length > 0 || report !== undefined)
      post(report === undefined ? { events: batch } : { events: batch, report });
  };
  const add = (event: Event) => {
    events.push(event);
    if (planned) return;
    planned = true;
    setTimeout(flush, BATCH_MILLISECONDS);
  };
  return {
    flush,
    watch: ({ conn }: { readonly conn: number }): Watcher => ({
      // A socket uses its buffers again.
      sent: (chunk, at) => add({ is: "sent", conn, chunk: new Uint8Array(chunk), at }),
      received: (chunk, at) => add({ is: "received", conn, chunk: new Uint8Array(chunk), at }),
      ended: (at, by) => add({ is: "ended", conn, at, by }),
    }),
  };
}
