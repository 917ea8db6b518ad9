// A client of the tool itself, which makes one call after the other: to set up, to take stock, to ask for the time.
import type { Address } from "../../client/address.ts";
import type { Answer, Request } from "../history/call.ts";
import { answerIn } from "../wire/answer.ts";
import { ReplyFault } from "../wire/reply-fault.ts";
import { requestFrame } from "../wire/request-frame.ts";
import { Connection } from "./connection.ts";

export class Caller {
  readonly #connection: Connection;
  readonly #timeout: number;
  #id = 0;
  #onFrame: (frame: Uint8Array | null) => void = () => {};

  constructor(address: Address, timeout: number) {
    this.#timeout = timeout;
    this.#connection = new Connection(address, {
      onFrame: (frame) => this.#onFrame(frame),
      onEnd: () => this.#onFrame(null),
    });
  }

  /** The answer, or none where the connection ended or the time was over. */
  async call(request: Request): Promise<Answer> {
    const id = ++this.#id;
    const frame = await this.exchange(requestFrame(id, request));
    if (frame === null) return { is: "none" };
    try {
      return answerIn(frame, id, request);
    } catch (error) {
      if (!(error instanceof ReplyFault)) throw error;
      return { is: "garbled", message: error.message };
    }
  }

  /** The next frame that comes; null where none does. */
  async exchange(bytes: Buffer): Promise<Uint8Array | null> {
    return await new Promise((resolve) => {
      const timer = setTimeout(() => resolve(null), this.#timeout);
      this.#onFrame = (frame) => {
        clearTimeout(timer);
        resolve(frame);
      };
      this.#connection.send(bytes);
    });
  }

  close(): void {
    this.#connection.cut(false);
  }
}
