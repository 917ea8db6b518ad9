// What the status page and the metrics know of past calls: how many of each method, and the last few. Built to cost
// next to nothing a call: it counts, and keeps references; text is made when somebody looks.
import { Buffer } from "node:buffer";
import type { Clock } from "../domain/clock.ts";
import type { Answered } from "../rpc/dispatch.ts";

/** What calls are counted under that lead to no method, whatever they were called. */
const UNKNOWN_METHOD = "unknown";

/** How many calls are remembered one by one. */
export const RECENT_CALLS = 100;

/** Characters of an error message that are remembered. */
const MAX_MESSAGE = 200;

export type MethodCount = {
  /** The method's usual name, or UNKNOWN_METHOD. */
  method: string;
  calls: number;
  /** How many of them were answered with an error reply. */
  errors: number;
};

export type RecentCall = {
  /** Counts all calls from 1. */
  serial: number;
  /** When it was answered, in seconds since the epoch. */
  at: number;
  connection: number;
  method: string;
  /** The message of an error reply, a binary string, cut to MAX_MESSAGE; null: no error. */
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

  /** Counts a connection that was closed for what came in over it. */
  recordRejected(): void {
    this.#rejected++;
  }

  get rejected(): number {
    return this.#rejected;
  }

  /** How many calls of each method there were; methods never called are left out. */
  counts(): MethodCount[] {
    return [...this.#counts.values()].sort((a, b) => (a.method < b.method ? -1 : 1));
  }

  /** The last calls, newest first. */
  recent(): RecentCall[] {
    return this.#ring.toSorted((a, b) => b.serial - a.serial);
  }
}

/** A copy: a slice would hold on to the whole message, which may be as long as a client likes. */
function kept(message: string): string {
  return Buffer.from(message.slice(0, MAX_MESSAGE), "latin1").toString("latin1");
}
