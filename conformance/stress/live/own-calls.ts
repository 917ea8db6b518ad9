// The tool's own calls in a stress run: clearing and setup before the clients start, and reading the final state.
import { requestFrame } from "../../cbor/frame.ts";
import type { Address } from "../../client/address.ts";
import { daemonTime } from "../../client/daemon-clock.ts";
import { dial } from "../../client/wire.ts";
import type { Answer, Request } from "../history/call.ts";
import { describeRequest } from "../history/describe-call.ts";
import { LOCKS, SPECS } from "../workload/plan.ts";
import type { StockTaking } from "../workload/stock.ts";
import { Caller } from "./caller.ts";
import type { LetDowns } from "./let-downs.ts";
import type { Recorder } from "./recorder.ts";

export type OwnCallsOptions = {
  readonly address: () => Address;
  /** Milliseconds to wait for a reply. */
  readonly timeout: number;
  /** Client number under which these calls are recorded. */
  readonly client: number;
  /** Clock of the history, in microseconds. */
  readonly now: () => number;
  readonly recorder: Recorder;
  readonly letDowns: LetDowns;
};

/** In microseconds. */
const MILLISECOND = 1_000;

export class OwnCalls {
  readonly #options: OwnCallsOptions;
  /** The start of the call that is under way. */
  #since: number | null = null;

  constructor(options: OwnCallsOptions) {
    this.#options = options;
  }

  /** The start of the call that is under way. */
  get since(): number | null {
    return this.#since;
  }

  /** Deletes the work specs and locks of an earlier run, and sets the work specs. */
  async prepare(): Promise<void> {
    await this.#with(async (caller) => {
      for (const { spec } of SPECS) await caller.exchange(requestFrame(1, "del_work_spec", `'${spec}'`));
      await caller.exchange(requestFrame(1, "delete_namespace", `'${LOCKS}'`));
    });
    await this.setSpecs();
  }

  async setSpecs(): Promise<void> {
    await this.#with(async (caller) => {
      for (const request of SPECS) await this.#call(caller, request);
    });
  }

  /** Deletes all work specs with their units, and sets the work specs again. */
  async clear(): Promise<void> {
    await this.#with((caller) => this.#call(caller, { do: "clear" }));
    await this.setSpecs();
  }

  /** Reads everything that must still exist; stops early at the signal. */
  async takeStock(stock: StockTaking, signal: AbortSignal): Promise<void> {
    await this.#with(async (caller) => {
      for (let request = stock.next(); request !== null && !signal.aborted; request = stock.next()) {
        const answer = await this.#call(caller, request);
        if (answer.is === "none") break;
        stock.answered(request, answer.is === "keys" || answer.is === "work" ? answer.keys : []);
      }
    });
  }

  /** The daemon's time in whole seconds since the epoch; null if it cannot be read. */
  async daemonTime(): Promise<number | null> {
    const { address, timeout } = this.#options;
    try {
      return (await daemonTime({ connect: () => dial(address()) }, timeout)) ?? null;
    } catch {
      // The connection was refused: the daemon is being restarted, or has died.
      return null;
    }
  }

  /** Makes calls on a new connection, and closes it. */
  async #with<Result>(calls: (caller: Caller) => Promise<Result>): Promise<Result> {
    const caller = await Caller.connect(this.#options.address(), this.#options.timeout);
    try {
      return await calls(caller);
    } finally {
      caller.close();
    }
  }

  async #call(caller: Caller, request: Request): Promise<Answer> {
    const { client, now, recorder, letDowns, timeout } = this.#options;
    const start = now();
    this.#since = start;
    const answer = await caller.call(request);
    this.#since = null;
    const end = now();
    recorder.note({ kind: "call", call: { client, start, end, request, answer } });
    const kind = end - start < timeout * MILLISECOND ? "connection-closed" : "never-answered";
    if (answer.is === "none") letDowns.add(kind, describeRequest(request), end);
    return answer;
  }
}
