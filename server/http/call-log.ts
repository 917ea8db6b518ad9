// Records calls for the status page and the metrics: counts by method, and the last calls. Recording is cheap: it
// increments counters and keeps references; texts are built when they are read.
import { Buffer } from "node:buffer";
import type { Clock } from "../domain/clock.ts";
import type { Answered } from "../rpc/dispatch.ts";

/** The name under which calls of unknown methods are counted. */
const UNKNOWN_METHOD = "unknown";

/** How many of the last calls are kept. */
export const RECENT_CALLS = 100;

/** Maximum length of a kept error message, in characters. */
const MAX_MESSAGE = 200;

export type MethodCount = {
  /** The canonical name of the method, or UNKNOWN_METHOD. */
  method: string;
  calls: number;
  /** How many of them were answered with an error reply. */
  errors: number;
};

export type RecentCall = {
  /** Number of the call, counted from 1 since the daemon's start. */
  serial: number;
  /** Time of the reply, in seconds since the epoch. */
  at: number;
  connection: number;
  method: string;
  /** The message of an error reply, a binary string cut to MAX_MESSAGE; null if there was no error. */
  error: string | null;
};

export class CallLog {
  readonly #clock: Clock;
  readonly #counts = new Map<string, MethodCount>();
  readonly #ring: RecentCall[] = [];
  #serial = 0;
  #rejected = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  record(connection: number, { known, error }: Answered): void {
    const method = known ?? UNKNOWN_METHOD;
    let count = this.#counts.get(method);
    if (count === undefined) {
      count = { method, calls: 0, errors: 0 };
      this.#counts.set(method, count);
    }
    count.calls++;
    if (error !== null) count.errors++;
    const at = this.#clock.now();
    const serial = ++this.#serial;
    this.#ring[(serial - 1) % RECENT_CALLS] = { serial, at, connection, method, error: error && kept(error) };
  }

  /** Counts a connection that the daemon closed because of malformed input. */
  recordRejected(): void {
    this.#rejected++;
  }

  get rejected(): number {
    return this.#rejected;
  }

  /** Numbers of calls by method; methods never called are left out. */
  counts(): MethodCount[] {
    return [...this.#counts.values()].sort((a, b) => (a.method < b.method ? -1 : 1));
  }

  /** The last calls, newest first. */
  recent(): RecentCall[] {
    return this.#ring.toSorted((a, b) => b.serial - a.serial);
  }
}

/** Cuts a message by copying: a slice would keep the whole string in memory, which may be arbitrarily long. */
function kept(message: string): string {
  return Buffer.from(message.slice(0, MAX_MESSAGE), "latin1").toString("latin1");
}
