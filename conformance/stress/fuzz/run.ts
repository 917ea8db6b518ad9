// Sends malformed frames to a daemon. For each the daemon must reply, close the connection or wait, as the clauses
// demand; meanwhile a well-behaved client must be served and the daemon's memory must not grow. Shrinks the first
// finding.

import { requestFrame, tryOpenFrame } from "../../cbor/frame.ts";
import type { Address } from "../../client/address.ts";
import { residentBytes } from "../../client/process-figures.ts";
import { expectedOf } from "../hostile/expected.ts";
import { Caller } from "../live/caller.ts";
import { isGrowing } from "../live/memory.ts";
import { type Finding, saysOf } from "./finding.ts";
import { probe, type Seen, withProbe } from "./probe.ts";
import { shrinkFrames } from "./shrink-frames.ts";

export type FuzzOptions = {
  readonly address: () => Address;
  readonly pid: () => number | undefined;
  readonly crash: () => string | undefined;
  readonly frames: Iterator<Buffer>;
  readonly runs: number;
  readonly milliseconds: number | undefined;
  /** Number of concurrent attackers. */
  readonly lanes: number;
  /** Milliseconds to wait for a reply to the well-behaved client. */
  readonly timeout: number;
  readonly signal: AbortSignal;
  readonly onProgress: (sent: number) => void;
};

export type Fuzzed = {
  readonly sent: number;
  /** Numbers of frames by outcome; "open": the clauses allow any. */
  readonly states: Readonly<Record<Seen["state"] | "open", number>>;
  readonly finding: Finding | null;
  /** Other problems, each in a sentence. */
  readonly problems: readonly string[];
  readonly memory: readonly number[];
};

/** Milliseconds of silence after which the daemon counts as waiting: QUICK if waiting is expected or allowed, else SURE. */
const QUICK = 60;
const SURE = 5_000;
/** Maximum attempts to shrink a finding; TRIES_OF_WAITING if the daemon waits, since each attempt then takes long. */
const TRIES = 600;
/** Milliseconds of silence per attempt to shrink, and milliseconds for all attempts. */
const SOON = 500;
const LONGEST_SHRINKING = 20_000;
const TRIES_OF_WAITING = 60;
const LOOK = 500;

export async function fuzzRun(options: FuzzOptions): Promise<Fuzzed> {
  return await new Run(options).play();
}

class Run {
  readonly #options: FuzzOptions;
  readonly #states = { answered: 0, closed: 0, waits: 0, floods: 0, unreachable: 0, open: 0 };
  readonly #problems: string[] = [];
  readonly #memory: number[] = [];
  readonly #until: number;
  #sent = 0;
  #finding: Finding | null = null;

  constructor(options: FuzzOptions) {
    this.#options = options;
    this.#until = performance.now() + (options.milliseconds ?? Number.POSITIVE_INFINITY);
  }

  async play(): Promise<Fuzzed> {
    const watching = this.#watch();
    await Promise.all(Array.from({ length: this.#options.lanes }, () => this.#attack()));
    this.#isOver = true;
    await watching;
    const ended = this.#options.crash();
    if (ended !== undefined) this.#problems.push(`the daemon ended by itself: ${ended}`);
    else if (isGrowing(this.#memory)) {
      this.#problems.push(`memory grew: ${this.#memory.map((mib) => mib.toFixed(0)).join(" ")} MiB`);
    }
    if (this.#finding !== null) this.#finding = await this.#shortest(this.#finding);
    return {
      sent: this.#sent,
      states: this.#states,
      finding: this.#finding,
      problems: this.#problems,
      memory: this.#memory,
    };
  }

  #isOver = false;

  get #isDone(): boolean {
    const { runs, signal, crash } = this.#options;
    if (this.#sent >= runs || signal.aborted || performance.now() > this.#until) return true;
    return this.#finding !== null || this.#problems.length > 0 || crash() !== undefined;
  }

  async #attack(): Promise<void> {
    while (!this.#isDone) {
      this.#sent++;
      const { value } = this.#options.frames.next();
      const bytes: Buffer = value;
      const expected = expectedOf(withProbe(bytes), bytes.length);
      const isSilent = expected.state === "waits" || expected.state === undefined;
      const seen = await probe(this.#options.address(), bytes, isSilent ? QUICK : SURE);
      this.#states[expected.state === undefined ? "open" : seen.state]++;
      if (expected.state === undefined || expected.state === seen.state) continue;
      const sure = await probe(this.#options.address(), bytes, SURE);
      if (sure.state === expected.state || sure.state === "unreachable" || this.#options.crash() !== undefined)
        continue;
      this.#finding ??= { bytes, expected, seen: sure, says: saysOf(bytes) };
    }
  }

  /** A well-behaved client that must be answered throughout, always on the same connection. */
  async #watch(): Promise<void> {
    const { address, timeout, pid, onProgress, crash } = this.#options;
    const caller = await Caller.connect(address(), timeout);
    for (let id = 1; !this.#isOver; id++) {
      const frame = await caller.exchange(requestFrame(id, "worker_stats", ""));
      const reply = frame === undefined ? undefined : tryOpenFrame(frame)?.message;
      if (crash() !== undefined) break;
      if (reply?.kind !== "map") {
        this.#problems.push(
          `the good client got ${frame === undefined ? "no reply" : Buffer.from(frame).toString("hex")}`,
        );
        break;
      }
      // Data stored by malformed frames must not count as growth of the daemon's memory.
      await caller.exchange(requestFrame(id, "clear", ""));
      const leader = pid();
      const bytes = leader === undefined ? null : residentBytes(leader);
      if (bytes !== null) this.#memory.push(bytes / 2 ** 20);
      onProgress(this.#sent);
      await new Promise((resolve) => setTimeout(resolve, LOOK));
    }
    caller.close();
  }

  async #shortest(finding: Finding): Promise<Finding> {
    const { expected, seen } = finding;
    let best = finding;
    const until = performance.now() + LONGEST_SHRINKING;
    const holds = async (bytes: Buffer) => {
      const other = expectedOf(withProbe(bytes), bytes.length);
      if (performance.now() > until || other.state !== expected.state || other.clause !== expected.clause) return false;
      const found = await probe(this.#options.address(), bytes, seen.state === "waits" ? SURE / 3 : SOON);
      if (found.state !== seen.state) return false;
      best = { bytes, expected: other, seen: found, says: saysOf(bytes) };
      return true;
    };
    await shrinkFrames(finding.bytes, holds, seen.state === "waits" ? TRIES_OF_WAITING : TRIES);
    return best;
  }
}
