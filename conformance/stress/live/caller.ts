// A client for the tool's own calls, one after the other: to set up the work specs, and to check the final state.
import type { Address } from "../../client/address.ts";
import { ask } from "../../client/isolate.ts";
import { createWire, dial, type Wire } from "../../client/wire.ts";
import type { Answer, Request } from "../history/call.ts";
import { answerIn } from "../wire/answer.ts";
import { ReplyFault } from "../wire/reply-fault.ts";
import { requestFrame } from "../wire/request-frame.ts";

export class Caller {
  /** Null where nobody listens. */
  readonly #wire: Wire | null;
  readonly #timeout: number;
  #id = 0;

  private constructor(wire: Wire | null, timeout: number) {
    this.#wire = wire;
    this.#timeout = timeout;
  }

  /** @param timeout milliseconds for a connection, and for each reply */
  static async connect(address: Address, timeout: number): Promise<Caller> {
    try {
      return new Caller(createWire(await dial(address, { milliseconds: timeout })), timeout);
    } catch {
      // Whatever the system's reason is, no call on it is answered.
      return new Caller(null, timeout);
    }
  }

  /** The answer, or none where the connection ended or the time was over. */
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

  /** The next frame that comes; undefined where none does. */
  async exchange(frame: Buffer): Promise<Uint8Array | undefined> {
    if (this.#wire === null) return undefined;
    return (await ask(this.#wire, [frame], this.#timeout))?.[0];
  }

  close(): void {
    this.#wire?.destroy();
  }
}
