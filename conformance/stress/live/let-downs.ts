// Calls that got no reply. Each is a violation, once it is certain that no restart of the daemon, which is a violation
// by itself, was the reason.
import type { ViolationKind } from "../checker/violation.ts";
import { KINDS } from "../kinds.ts";

/** The daemon did not reply in time, or closed the connection during a call. */
export type LetDown = ViolationKind & ("never-answered" | "connection-closed");

type Waiting = { readonly kind: LetDown; readonly call: string; readonly time: number };

/** How long after a lost connection the end of the daemon's process may be noticed, in microseconds. */
const GRACE = 300_000;

export class LetDowns {
  readonly #complain: (kind: LetDown, what: string) => void;
  #waiting: Waiting[] = [];
  #upSince = 0;

  constructor(complain: (kind: LetDown, what: string) => void) {
    this.#complain = complain;
  }

  /** @param time when the call was given up, in microseconds since the start of the history */
  add(kind: LetDown, call: string, time: number): void {
    this.#waiting.push({ kind, call, time });
  }

  /** The tool is about to stop the daemon. */
  down(): void {
    this.#upSince = Number.POSITIVE_INFINITY;
  }

  /** The daemon was started again; failures before that are dropped. */
  up(time: number): void {
    this.#waiting = [];
    this.#upSince = time;
  }

  /** Reports failures older than the grace period. @param hasDied whether the daemon died, which is reported instead */
  settle(now: number, hasDied: boolean): void {
    if (hasDied) this.#waiting = [];
    const due = this.#waiting.filter(({ time }) => time + GRACE <= now);
    this.#waiting = this.#waiting.filter(({ time }) => time + GRACE > now);
    for (const { kind, call, time } of due) {
      if (time >= this.#upSince) this.#complain(kind, `${KINDS[kind].title}: ${call}`);
    }
  }
}
