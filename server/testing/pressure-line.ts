// A connection of the memory stress test (pressure.ts), with at most one call in progress.
import { connect, type Socket } from "node:net";
import { frameEnd } from "../../conformance/cbor/frame-head.ts";

export class Line {
  readonly #socket: Socket;
  #received = Buffer.alloc(0);
  #resolve: ((reply: Buffer | null) => void) | null = null;
  #isClosed = false;

  constructor(port: number) {
    this.#socket = connect(port, "127.0.0.1");
    this.#socket.on("error", () => {});
    this.#socket.on("close", () => {
      this.#isClosed = true;
      this.#resolve?.(null);
    });
    this.#socket.on("data", (chunk: Buffer) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      const length = frameEnd(this.#received);
      if (length === null) throw new Error("the daemon sent what is no frame");
      if (length > this.#received.length) return;
      const reply = this.#received.subarray(0, length);
      this.#received = Buffer.from(this.#received.subarray(length));
      this.#resolve?.(reply);
    });
  }

  /** Sends a request frame. Resolves to the reply, or to null if the connection was closed. */
  async ask(bytes: Buffer): Promise<Buffer | null> {
    if (this.#isClosed) return null;
    const reply = new Promise<Buffer | null>((resolve) => {
      this.#resolve = resolve;
    });
    this.#socket.write(bytes);
    return await reply;
  }

  /** Sends bytes without waiting for a reply. */
  send(bytes: Buffer): void {
    this.#socket.write(bytes);
  }

  pause(): void {
    this.#socket.pause();
  }

  close(): void {
    this.#socket.destroy();
  }
}
