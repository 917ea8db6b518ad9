// The messages between the proxy's thread and the comparing thread: received bytes in batches, and reports.

import type { Address } from "../client/address.ts";
import type { CompareLevel } from "../judge/difference.ts";
import type { Run } from "../run/result.ts";
import type { Watcher } from "../traffic/proxy.ts";
import type { Peers } from "./shadow.ts";

/** The thread's initial parameters. */
export type Start = {
  readonly daemon: string;
  readonly secondary: Address;
  readonly milliseconds: number;
  readonly compare: CompareLevel;
  /** Names of known daemons. */
  readonly peers: Peers<string>;
  readonly backlog: number;
};

/** One event on a connection; `at` in seconds since the epoch. */
export type Event =
  | { readonly is: "sent" | "received"; readonly conn: number; readonly chunk: Uint8Array; readonly at: number }
  | { readonly is: "ended"; readonly conn: number; readonly at: number; readonly by: "client" | "daemon" };

/** To the thread: new events, and whether a report is wanted, at once or after everything was compared. */
export type Batch = { readonly events: readonly Event[]; readonly report?: "now" | "settled" };

/** From the thread: a report. */
export type Report = Run;

/** How long events are collected: passing them on takes time, which must not delay replies to clients. */
const BATCH_MILLISECONDS = 50;

/** Collects events and passes them on in batches, so that relaying a call costs little. */
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
      // A copy, since sockets reuse their buffers.
      sent: (chunk, at) => add({ is: "sent", conn, chunk: new Uint8Array(chunk), at }),
      received: (chunk, at) => add({ is: "received", conn, chunk: new Uint8Array(chunk), at }),
      ended: (at, by) => add({ is: "ended", conn, at, by }),
    }),
  };
}
