// Calls a daemon's methods without a network. Requests and replies are in the notation of conformance/cbor, whose encoder
// and decoder share nothing with the server's.
import type { Buffer } from "node:buffer";
import { expect } from "vitest";
import { assemble } from "../../conformance/cbor/assemble.ts";
import { describeReply } from "../../conformance/golden/describe.ts";
import { createDaemon, type DaemonOptions } from "../daemon.ts";
import { Hold } from "../domain/hold.ts";
import { DEFAULT_LIMITS } from "../limits.ts";
import { Decoders } from "../rpc/decoders.ts";
import { type Answered, Dispatcher } from "../rpc/dispatch.ts";
import { ReplyWriter } from "../wire/reply-writer.ts";
import { ManualClock } from "./manual-clock.ts";
import { seededRandom } from "./seeded-random.ts";

export class Caller {
  readonly clock = new ManualClock();
  readonly answered: Answered[] = [];
  readonly #dispatcher: Dispatcher;
  readonly #replies: ReplyWriter;
  readonly #maxReplyBytes: number;

  constructor(options: Partial<DaemonOptions> = {}, limits = DEFAULT_LIMITS) {
    const daemon = createDaemon({ clock: this.clock, random: seededRandom(1), config: null, ...options });
    const onFault = (fault: unknown) => {
      throw fault;
    };
    this.#dispatcher = new Dispatcher(
      daemon,
      new Decoders(limits.maxItems),
      (answered) => this.answered.push(answered),
      onFault,
    );
    this.#maxReplyBytes = limits.maxReplyBytes;
    this.#replies = new ReplyWriter(limits.maxReplyBytes);
  }

  /** Starts a call without completing it; goOn() advances it step by step. */
  begin(call: string): Begun {
    const replies = new ReplyWriter(this.#maxReplyBytes);
    const steps = this.#dispatcher.answer(messageOf(call), replies);
    return {
      goOn: () => steps === null || steps.next().done === true,
      result: () => describeReply(replies.take()),
    };
  }

  /** The reply frame to a message, given as bytes. */
  exchange(message: Buffer | null): Buffer {
    const steps = this.#dispatcher.answer(message, this.#replies);
    for (let step = steps?.next(); step !== undefined && step.done !== true; step = steps?.next()) {
      if (step.value instanceof Hold) throw new Error("it waits for a call that is under way");
    }
    return this.#replies.take();
  }

  /** The reply, as hex, to a message in CBOR notation. */
  message(notation: string): string {
    return this.exchange(assemble(notation)).toString("hex");
  }

  /** Makes a call such as `get_work('w', {})`. @returns its result in notation, or `error {"message": ...}` */
  call(call: string): string {
    return describeReply(this.exchange(messageOf(call)));
  }

  /** Makes calls in order and asserts that they return these results. */
  says(exchanges: readonly (readonly [call: string, result: string])[]): void {
    for (const [call, result] of exchanges) expect(this.call(call), call).toBe(result);
  }

  /** A caller whose daemon has a work spec `s` with these units. Arguments are in notation. */
  static withUnits(units = "", spec = ""): Caller {
    const caller = new Caller();
    caller.says([
      [`set_work_spec({'name': 's'${spec === "" ? "" : `, ${spec}`}})`, "[true, null]"],
      [`add_work_units('s', [${units}])`, "[true, null]"],
    ]);
    return caller;
  }
}

/** A call in progress. */
export type Begun = {
  /** Does one step of the call. @returns whether the call is complete */
  goOn(): boolean;
  /** The result of the completed call. */
  result(): string;
};

function messageOf(call: string): Buffer {
  const open = call.indexOf("(");
  const [method, params] = [call.slice(0, open), call.slice(open + 1, call.lastIndexOf(")"))];
  return assemble(`{'params': [${params}], 'id': 1, 'method': '${method}'}`);
}

/** An error reply with this message, as Caller.call() returns it. */
export function error(message: string): string {
  return `error {"message": ${JSON.stringify(message)}}`;
}
