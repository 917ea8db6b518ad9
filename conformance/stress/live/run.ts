// A stress run: runs the workload against a live daemon, injects faults, checks the history meanwhile, and reads the
// final state.

import { setTimeout } from "node:timers/promises";
import type { Address } from "../../client/address.ts";
import { residentBytes } from "../../client/process-figures.ts";
import { seeded } from "../../random.ts";
import { Checker } from "../checker/checker.ts";
import type { ViolationKind } from "../checker/violation.ts";
import { Director } from "../faults/director.ts";
import type { FaultName } from "../faults/fault.ts";
import type { FaultNote } from "../history/call.ts";
import { HistoryFile } from "../history/file.ts";
import { LONGEST } from "../workload/plan.ts";
import { StockTaking } from "../workload/stock.ts";
import { historyClock, hrtimeMicroseconds } from "./clock.ts";
import { Crews } from "./crews.ts";
import { Findings } from "./findings.ts";
import { LetDowns } from "./let-downs.ts";
import { isGrowing } from "./memory.ts";
import { OwnCalls } from "./own-calls.ts";
import { Recorder } from "./recorder.ts";
import { type StressResult, verdictOf } from "./result.ts";

export type StressOptions = {
  readonly name: string;
  readonly address: () => Address;
  /** Process id of the daemon; undefined if the tool did not start it. */
  readonly pid: () => number | undefined;
  /** How the daemon ended unexpectedly; undefined while it runs. */
  readonly crash: () => string | undefined;
  readonly restart: () => Promise<void>;
  readonly seed: number;
  readonly clients: number;
  readonly threads: number;
  /** Whether each group of clients runs in a process instead of a thread. */
  readonly inProcesses: boolean;
  readonly milliseconds: number;
  /** Maximum calls a second of all clients together; 0 for no limit. */
  readonly rate: number;
  readonly timeout: number;
  readonly faults: readonly FaultName[];
  /** Whether the daemon must keep its units over a restart. */
  readonly durable: boolean;
  readonly allowed: readonly ViolationKind[];
  /** Whether to continue after the first violation. */
  readonly keepGoing: boolean;
  /** Minimum number of answered calls for a verdict. */
  readonly leastCalls: number;
  readonly file: string | undefined;
  readonly setClock: ((seconds: number) => void) | null;
  /** Why requested faults cannot be injected, as far as known in advance. */
  readonly hindered: ReadonlyMap<FaultName, string>;
  readonly hostileFrame: () => Buffer;
  readonly onProgress: (progress: Progress) => void;
  readonly signal: AbortSignal;
  readonly again: string;
};

export type Progress = {
  readonly seconds: number;
  readonly calls: number;
  readonly violations: number;
  readonly units: number;
  /** Whether the load is over, and the run waits for leases and locks to expire and then reads the final state. */
  readonly isTakingStock: boolean;
};

/** Tolerance for the checker, in microseconds: the daemon may act slightly outside the recorded start and end of a call. */
const SLACK = 20_000;
const TICK = 50;
const SECOND = 1_000_000;
/** Milliseconds that a run continues after the first violation, so that the report shows the calls after it. */
const AFTERMATH = 300;
/** Average milliseconds between two deletions of all work specs. */
const CLEAR_EVERY = 20_000;

export async function stressRun(options: StressOptions): Promise<StressResult> {
  return await new Run(options).play();
}

class Run {
  readonly #options: StressOptions;
  readonly #startedAt = new Date().toISOString();
  readonly #origin = hrtimeMicroseconds();
  readonly #now = historyClock(this.#origin);
  readonly #findings: Findings;
  readonly #checker: Checker;
  readonly #recorder: Recorder;
  readonly #own: OwnCalls;
  readonly #letDowns = new LetDowns((kind, what) => this.#complain(kind, what));
  readonly #file: HistoryFile | null;
  readonly #notes: FaultNote[] = [];
  readonly #memory: number[] = [];
  readonly #hindered = new Map<FaultName, string>();
  #crews: Crews | null = null;
  #director: Director | null = null;
  #failure: Error | null = null;
  /** Number of stops and starts of the daemon so far: odd while it is being restarted. */
  #life = 0;
  /** Resolves when the last operation queued by #alone() is over. */
  #held: Promise<void> = Promise.resolve();

  constructor(options: StressOptions) {
    this.#options = options;
    this.#findings = new Findings(options.allowed);
    this.#checker = new Checker({ slack: SLACK, onViolation: (violation) => this.#findings.add(violation) });
    const { name: daemon, seed, clients, file } = options;
    const streams = Math.max(1, options.threads) + 1;
    const header = { daemon, seed, clients, streams, startedAt: this.#startedAt, slack: SLACK, faults: options.faults };
    this.#file = file === undefined ? null : new HistoryFile(file, header);
    this.#recorder = new Recorder(streams - 1, this.#checker, this.#file);
    const { address, timeout } = options;
    this.#own = new OwnCalls({
      address,
      timeout,
      client: clients,
      now: this.#now,
      recorder: this.#recorder,
      letDowns: this.#letDowns,
    });
    for (const [fault, why] of options.hindered) this.#hinder(fault, why);
  }

  async play(): Promise<StressResult> {
    await this.#own.prepare();
    const timer = setInterval(() => this.#mark(), TICK);
    const crews = this.#hire();
    this.#crews = crews;
    const director = this.#direct(crews);
    this.#director = director;
    const over = new AbortController();
    const clearing = this.#clearNowAndThen(over.signal);
    await this.#untilOver();
    over.abort();
    await clearing;
    await director.end();
    const keys = await crews.end();
    clearInterval(timer);
    if (this.#isWorthStock()) await this.#takeStock(keys);
    this.#lookAtProcess();
    this.#letDowns.settle(Number.POSITIVE_INFINITY, this.#hasDied());
    this.#mark();
    this.#checker.finish();
    await this.#file?.close();
    if (this.#failure !== null) throw this.#failure;
    return this.#result();
  }

  #isWorthStock(): boolean {
    const { crash, signal, leastCalls } = this.#options;
    return !this.#isFound() && crash() === undefined && !signal.aborted && this.#checker.counts.answered >= leastCalls;
  }

  /** Whether the daemon ended unexpectedly; during a restart its end is expected. */
  #hasDied(): boolean {
    return this.#life % 2 === 0 && this.#options.crash() !== undefined;
  }

  #isFound(): boolean {
    return this.#findings.violations.length > 0;
  }

  async #untilOver(): Promise<void> {
    const { milliseconds, keepGoing, signal } = this.#options;
    const until = performance.now() + milliseconds;
    let nextSecond = performance.now();
    while (performance.now() < until && !signal.aborted && this.#failure === null && !this.#hasDied()) {
      await pause(TICK);
      this.#letDowns.settle(this.#now(), this.#hasDied());
      if (this.#isFound() && !keepGoing) {
        await pause(AFTERMATH);
        return;
      }
      if (performance.now() < nextSecond) continue;
      nextSecond += 1_000;
      this.#lookAtMemory();
      this.#tellProgress(false);
    }
  }

  #tellProgress(isTakingStock: boolean): void {
    const { answered, lost } = this.#checker.counts;
    this.#options.onProgress({
      seconds: this.#now() / SECOND,
      calls: answered + lost,
      violations: this.#findings.violations.length,
      units: this.#checker.size,
      isTakingStock,
    });
  }

  #hire(): Crews {
    const { seed, clients, threads, inProcesses, rate, timeout, address } = this.#options;
    return new Crews({
      seed,
      clients,
      threads,
      inProcesses,
      address: address(),
      origin: this.#origin,
      interval: rate === 0 ? 0 : (1_000 * clients) / rate,
      timeout,
      onHistory: (stream, bytes) => this.#recorder.take(stream, bytes),
      onStruck: (fault, client) => {
        const name = fault === "sleep" ? "pause" : "kill-connection";
        this.#director?.count(name);
        this.#noteFault({ fault: name, start: this.#now(), end: this.#now(), client });
      },
      onLetDown: (kind, call, time) => this.#letDowns.add(kind, call, time),
      onFailure: (error) => {
        this.#failure = error;
      },
    });
  }

  #direct(crews: Crews): Director {
    const { seed, faults, address, pid, setClock, hostileFrame } = this.#options;
    const random = seeded(seed ^ 0x5eed);
    const ground = {
      random,
      address,
      pid,
      setClock: setClock === null ? null : (seconds: number) => void this.#setClock(setClock, seconds),
      hostileFrame,
      clientPid: () => crews.pid(random.next()),
      killClients: () => this.#alone(() => crews.kill(random.next())),
      strikeClient: (fault: "cut" | "kill" | "sleep") => crews.strike(fault, random.next()),
      restart: () => this.#alone(() => this.#restart()),
      life: () => this.#life,
      complain: (what: string) => this.#complain("wrong-reply", what),
    };
    return new Director(ground, faults, this.#now, ({ fault, start, end }) =>
      this.#noteFault({ fault, start, end, client: -1 }),
    );
  }

  #noteFault(note: FaultNote): void {
    this.#notes.push(note);
    this.#recorder.note({ kind: "fault", note });
  }

  #hinder(fault: FaultName, why: string): void {
    this.#hindered.set(fault, why);
    this.#recorder.note({ kind: "hindered", fault, why });
  }

  /** Counts the fault only if the daemon's time has changed: some programs do not read the clock that libfaketime changes. */
  async #setClock(set: (seconds: number) => void, seconds: number): Promise<void> {
    const before = await this.#own.daemonTime();
    const start = this.#now();
    set(seconds);
    await pause(1_500);
    const after = await this.#own.daemonTime();
    if (before === null || after === null || Math.abs(after - before) < 4) {
      this.#hinder("clock", "the daemon's now() did not follow libfaketime");
      return;
    }
    this.#director?.count("clock");
    this.#noteFault({ fault: "clock", start, end: this.#now(), client: -1 });
  }

  /** Deletes all work specs at random intervals, but not during a restart. */
  async #clearNowAndThen(signal: AbortSignal): Promise<void> {
    const random = seeded(this.#options.seed ^ 0xc1ea);
    for (;;) {
      await pause(CLEAR_EVERY * (0.5 + random.next()), signal);
      if (signal.aborted) return;
      await this.#alone(() => this.#clear());
    }
  }

  /** Runs operations that hold all clients one at a time. */
  async #alone<Result>(work: () => Promise<Result>): Promise<Result> {
    const own = this.#held.then(work);
    this.#held = own.then(
      () => {},
      () => {},
    );
    return await own;
  }

  /** Restarts the daemon while the clients are held, and records the restart. */
  async #restart(): Promise<void> {
    const { durable, restart, address } = this.#options;
    const held = this.#crews?.hold();
    const start = this.#now();
    this.#life++;
    this.#letDowns.down();
    await restart();
    this.#life++;
    await held;
    this.#letDowns.up(this.#now());
    this.#recorder.note({ kind: "restart", restart: { start, end: this.#now(), durable } });
    this.#noteFault({ fault: "restart", start, end: this.#now(), client: -1 });
    if (!durable) await this.#own.setSpecs();
    this.#crews?.release(address(), !durable);
  }

  /** Deletes all work specs while the clients are held, so that the checker knows exactly what existed. */
  async #clear(): Promise<void> {
    if (this.#hasDied()) return;
    await this.#crews?.hold();
    await this.#own.clear();
    this.#crews?.release(this.#options.address(), true);
  }

  async #takeStock(keys: readonly (readonly [string, readonly string[]])[]): Promise<void> {
    const { signal } = this.#options;
    this.#tellProgress(true);
    // Waits until the longest lease and lock must have expired, so that the final state shows whether they did.
    await pause((LONGEST + 0.2) * 1_000, signal);
    await this.#own.takeStock(new StockTaking(keys, true), signal);
  }

  #mark(): void {
    const { since } = this.#own;
    const time = since === null ? this.#now() : since - 1;
    this.#recorder.note({ kind: "mark", time: Math.max(0, time) });
  }

  #lookAtMemory(): void {
    const pid = this.#options.pid();
    const bytes = pid === undefined ? null : residentBytes(pid);
    if (bytes !== null) this.#memory.push(bytes / 2 ** 20);
  }

  #lookAtProcess(): void {
    const ended = this.#options.crash();
    if (ended !== undefined) this.#complain("daemon-died", ended);
    // Samples of different processes, before and after a restart, cannot be compared.
    const isOne = (this.#director?.struck.get("restart") ?? 0) === 0;
    if (isOne && isGrowing(this.#memory)) {
      this.#complain(
        "memory-grows",
        `the daemon's memory grew: ${this.#memory.map((mib) => mib.toFixed(0)).join(" ")} MiB`,
      );
    }
  }

  #complain(kind: ViolationKind, what: string): void {
    const complaint = { time: Math.round(this.#now()), kind, what };
    this.#recorder.note({ kind: "complaint", complaint });
    this.#findings.complain(complaint);
  }

  #result(): StressResult {
    const { name: daemon, seed, clients, again, leastCalls } = this.#options;
    const { counts } = this.#checker;
    const faults = this.#director?.struck ?? new Map<FaultName, number>();
    const { answered } = counts;
    const verdict = verdictOf({ isFound: this.#isFound(), answered, leastCalls, faults, hindered: this.#hindered });
    const { latencies } = this.#recorder;
    return {
      ...verdict,
      daemon,
      seed,
      clients,
      startedAt: this.#startedAt,
      seconds: this.#now() / SECOND,
      counts,
      violations: this.#findings.violations,
      kinds: this.#findings.kinds,
      allowed: this.#findings.allowed,
      faults,
      notes: this.#notes,
      latency: { half: latencies.quantile(0.5), most: latencies.quantile(0.99), longest: latencies.longest },
      memory: this.#memory,
      again,
    };
  }
}

/** Waits for some milliseconds, or until the signal is aborted. */
async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  await setTimeout(milliseconds, undefined, { signal }).catch((error: unknown) => {
    if (signal?.aborted !== true) throw error;
  });
}
