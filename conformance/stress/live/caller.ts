// A client for the tool's own calls, made one at a time: to set up the work specs, and to check the final state.
import type { Address } from "../../client/address.ts";
import { ask } from "../../client/isolate.ts";
import { createWire, dial, type Wire } from "../../client/wire.ts";
import type { Answer, Request } from "../history/call.ts";
import { answerIn } from "../wire/answer.ts";
import { ReplyFault } from "../wire/reply-fault.ts";
import { requestFrame } from "../wire/request-frame.ts";

export class Caller {
  /** Null if the connection failed. */
  readonly #wire: Wire | null;
  readonly #timeout: number;
  #id = 0;

  private constructor(wire: Wire | null, timeout: number) {
    this.#wire = wire;
    this.#timeout = timeout;
  }

  /** @param timeout milliseconds to wait for the connection, and for each reply */
  static async connect(address: Address, timeout: number): Promise<Caller> {
    try {
      return new Caller(createWire(await dial(address, { milliseconds: timeout })), timeout);
    } catch {
      // Whatever the reason, every call on this caller counts as unanswered.
      return new Caller(null, timeout);
    }
  }

  /** Makes a call. The answer is "none" if the connection ended or the timeout passed. */
  async call(request: Request): Promise<Answer> {
    const id = ++this.#id;
    const frame = await this.exchange(requestFrame(id, request));
    if (frame === undefined) return { is: "none" };
    try {
      return answerIn(frame, id, request);
    } catch (error) {
      if (!(error instanceof ReplyFault)) throw error;
      return { is: "garbled", message: error.message };
    }
  }

  /** Sends a frame and returns the next frame received; undefined if the connection ended or the timeout passed. */
  async exchange(frame: Buffer): Promise<Uint8Array | undefined> {
    if (this.#wire === null) return undefined;
    return (await ask(this.#wire, [frame], this.#timeout))?.[0];
  }

  close(): void {
    this.#wire?.destroy();
  }
}
