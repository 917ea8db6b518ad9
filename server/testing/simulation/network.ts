// The state shared by the simulated connections of one daemon process, and connecting a client.
import { Connection } from "../../connection.ts";
import { Memory } from "../../domain/memory.ts";
import { DEFAULT_LIMITS } from "../../limits.ts";
import { Decoders } from "../../rpc/decoders.ts";
import { Dispatcher } from "../../rpc/dispatch.ts";
import type { Daemon } from "../../rpc/method.ts";
import { ReplyWriters } from "../../rpc/reply-writers.ts";
import { SimulatedStream } from "./stream.ts";
import type { SimulatedTurns } from "./turns.ts";

export class SimulatedNetwork {
  readonly #turns: SimulatedTurns;
  readonly #onRejected: (reason: string) => void;
  readonly #decoders = new Decoders(DEFAULT_LIMITS.maxItems);
  readonly #memory = new Memory();
  readonly #writers = new ReplyWriters(DEFAULT_LIMITS.maxReplyBytes, this.#memory);

  /** @param onRejected called with the reason when the daemon closes a connection because of malformed input */
  constructor(turns: SimulatedTurns, onRejected: (reason: string) => void) {
    this.#turns = turns;
    this.#onRejected = onRejected;
  }

  /** Opens a connection. @returns the daemon's end of it; internal errors of the daemon are thrown */
  connect(daemon: Daemon): SimulatedStream {
    const stream = new SimulatedStream();
    const dispatcher = new Dispatcher(daemon, this.#decoders, null, (fault) => {
      throw fault;
    });
    new Connection(stream, {
      dispatcher,
      limits: DEFAULT_LIMITS,
      turns: this.#turns,
      writers: this.#writers,
      memory: this.#memory,
      onRejected: this.#onRejected,
      onClosed: this.#onRejected,
      onPressure: () => {},
    });
    return stream;
  }
}
