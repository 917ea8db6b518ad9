// Injects faults, each kind at its own rate, with at most one restart at a time, and counts them.
import type { Fault, FaultName, Ground } from "./fault.ts";
import { clock, killConnection, killProcess, pauseProcess, restart } from "./process.ts";
import { halfOpen, hostile, slowReader } from "./strangers.ts";

const ALL: readonly Fault[] = [
  killConnection,
  killProcess,
  pauseProcess,
  slowReader,
  halfOpen,
  hostile,
  clock,
  restart,
];

const ALONE: readonly FaultName[] = ["restart", "pause", "kill-process"];

export type Struck = { readonly fault: FaultName; readonly start: number; readonly end: number };

export class Director {
  readonly struck = new Map<FaultName, number>();
  readonly #ground: Ground;
  readonly #now: () => number;
  readonly #onStruck: (struck: Struck) => void;
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #running = new Set<Promise<void>>();
  #isOver = false;
  /** Whether the daemon is being restarted, or a process is stopped or killed; no other fault is injected meanwhile. */
  #isBusy = false;
  /** Resolves when the last queued fault of this sort is over. */
  #turn: Promise<void> = Promise.resolve();

  constructor(ground: Ground, names: readonly FaultName[], now: () => number, onStruck: (struck: Struck) => void) {
    this.#ground = ground;
    this.#now = now;
    this.#onStruck = onStruck;
    for (const name of names) this.struck.set(name, 0);
    for (const fault of ALL) if (names.includes(fault.name)) this.#plan(fault);
  }

  /** Counts a fault whose effect is confirmed only after it was injected. */
  count(fault: FaultName): void {
    this.struck.set(fault, (this.struck.get(fault) ?? 0) + 1);
  }

  /** Injects no more faults. Resolves when none is in progress. */
  async end(): Promise<void> {
    this.#isOver = true;
    for (const timer of this.#timers) clearTimeout(timer);
    await Promise.all(this.#running);
  }

  #plan(fault: Fault): void {
    if (this.#isOver) return;
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer);
        const running = this.#strike(fault).finally(() => {
          this.#running.delete(running);
          this.#plan(fault);
        });
        this.#running.add(running);
      },
      fault.pause * (0.5 + this.#ground.random.next()),
    );
    this.#timers.add(timer);
  }

  async #strike(fault: Fault): Promise<void> {
    if (!ALONE.includes(fault.name)) {
      if (!this.#isBusy) await this.#carryOut(fault);
      return;
    }
    const own = this.#turn.then(async () => {
      if (this.#isOver) return;
      this.#isBusy = true;
      await this.#carryOut(fault).finally(() => {
        this.#isBusy = false;
      });
    });
    this.#turn = own.catch(() => {});
    await own;
  }

  async #carryOut(fault: Fault): Promise<void> {
    const start = this.#now();
    if (!(await fault.strike(this.#ground))) return;
    this.count(fault.name);
    this.#onStruck({ fault: fault.name, start, end: this.#now() });
  }
}
