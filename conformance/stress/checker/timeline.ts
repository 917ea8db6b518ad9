// Sorts calls by their starts and ends. Calls are added when they are over; a mark says that all calls that began
// before it were added, so that everything up to it can be checked.
import type { Call, Restart } from "../history/call.ts";

export type Visitor = {
  begin(call: Call): void;
  end(call: Call): void;
  restart(restart: Restart): void;
};

export class Timeline {
  #starts: Call[] = [];
  #ends: Call[] = [];
  #restarts: Restart[] = [];

  /** Number of calls that are over and wait for a mark. */
  get waiting(): number {
    return this.#ends.length;
  }

  add(call: Call): void {
    this.#starts.push(call);
    this.#ends.push(call);
  }

  addRestart(restart: Restart): void {
    this.#restarts.push(restart);
  }

  /** Visits all events up to this time in order. A call that starts exactly when another ends counts as overlapping it. */
  advance(time: number, visitor: Visitor): void {
    this.#starts.sort((a, b) => a.start - b.start || a.client - b.client);
    this.#ends.sort((a, b) => a.end - b.end || a.client - b.client);
    let start = 0;
    let end = 0;
    for (;;) {
      const beginning = this.#starts[start];
      const ending = this.#ends[end];
      const restart = this.#restarts[0];
      const next = Math.min(beginning?.start ?? NEVER, ending?.end ?? NEVER, restart?.end ?? NEVER);
      if (next > time || next === NEVER) break;
      if (beginning !== undefined && beginning.start === next) {
        visitor.begin(beginning);
        start++;
      } else if (ending !== undefined && ending.end === next) {
        visitor.end(ending);
        end++;
      } else if (restart !== undefined) {
        visitor.restart(restart);
        this.#restarts.shift();
      }
    }
    this.#starts = this.#starts.slice(start);
    this.#ends = this.#ends.slice(end);
  }
}

const NEVER = Number.POSITIVE_INFINITY;
