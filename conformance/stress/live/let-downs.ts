// Calls that got no reply. Each is a violation, once it is certain that no restart of the daemon, which is a violation
// by itself, was the reason.
import type { ViolationKind } from "../checker/violation.ts";
import { KINDS } from "../kinds.ts";

/** The daemon said nothing in time, or closed the connection. */
export type LetDown = ViolationKind & ("never-answered" | "connection-closed");

type Waiting = { readonly kind: LetDown; readonly call: string; readonly time: number };

/** So long after a connection is gone it shows that the process behind it is, in microseconds. */
const GRACE = 300_000;

export class LetDowns {
  readonly #complain: (kind: LetDown, what: string) => void;
  #waiting: Waiting[] = [];
  #upSince = 0;

  constructor(complain: (kind: LetDown, what: string) => void) {
    this.#complain = complain;
  }

  /** @param time when it showed, in microseconds */
  add(kind: LetDown, call: string, time: number): void {
    this.#waiting.push({ kind, call, time });
  }

  /** The daemon is about to be ended by the tool. */
  down(): void {
    this.#upSince = Number.POSITIVE_INFINITY;
  }

  /** It was started again. */
  up(time: number): void {
    this.#waiting = [];
    this.#upSince = time;
  }

  /** Complains of what showed long enough ago. @param hasDied whether the daemon has ended by itself, which says it all */
  settle(now: number, hasDied: boolean): void {
    if (hasDied) this.#waiting = [];
    const due = this.#waiting.filter(({ time }) => time + GRACE <= now);
    this.#waiting = this.#waiting.filter(({ time }) => time + GRACE > now);
    for (const { kind, call, time } of due) {
      if (time >= this.#upSince) this.#complain(kind, `${KINDS[kind].title}: ${call}`);
    }
  }
}
