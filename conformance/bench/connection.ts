// One connection of the load generator, with one outstanding call. It reads into one buffer, and returns a reply
// without copying if it arrived in one chunk, as nearly always.
import { createConnection, type Socket } from "node:net";
import { frameEnd } from "../cbor/frame-head.ts";
import type { Address } from "../client/address.ts";
import { hex, ReplyError } from "./reply.ts";
import { FIRST_ID, type Request } from "./request.ts";

/** The callbacks of the connection's current user. */
export type User = {
  /** The reply to call `id`; its bytes are valid until this returns. */
  reply(frame: Buffer, id: number): void;
  /** Called once: the connection failed or was closed, or the received bytes are not one reply. */
  fail(error: Error): void;
};

/** More than any reply of a working daemon: no more is kept of one that declares a longer one. */
const MOST_BYTES = 64 * 2 ** 20;

export class Connection {
  readonly #socket: Socket;
  #user: User | null = null;
  #failure: Error | null = null;
  #lastId = FIRST_ID;
  #isWaiting = false;
  #partial: Buffer | null = null;

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** @throws the system's error if it cannot connect */
  static async open({ host, port }: Address): Promise<Connection> {
    const buffer = Buffer.allocUnsafe(65_536);
    return new Promise((resolve, reject) => {
      const socket = createConnection({
        host,
        port,
        noDelay: true,
        // Node reads every chunk into this one buffer, without streams and without an allocation per reply.
        onread: {
          buffer,
          callback: (length) => {
            connection.#take(buffer.subarray(0, length));
            return true;
          },
        },
      });
      const connection = new Connection(socket);
      socket.once("connect", () => resolve(connection));
      socket.once("error", (error) => {
        reject(error);
        connection.#fail(error);
      });
      socket.once("close", () => connection.#fail(new ReplyError("the daemon closed the connection")));
    });
  }

  /** Sets the user, or none. A failure that occurred while there was none is reported to the next user. */
  use(user: User | null): void {
    this.#user = user;
    if (this.#failure !== null) user?.fail(this.#failure);
  }

  call(request: Request): void {
    this.#lastId += 1;
    request.setId(this.#lastId);
    this.#isWaiting = true;
    this.#socket.write(request.bytes);
  }

  close(): void {
    this.#user = null;
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    const received = this.#partial === null ? chunk : Buffer.concat([this.#partial, chunk]);
    const length = frameEnd(received);
    if (length === null || isTooLong(length) || length < received.length || !this.#isWaiting) {
      this.#fail(new ReplyError(`not one reply but ${hex(received)}`));
    } else if (length > received.length) {
      this.#partial = Buffer.from(received);
    } else {
      this.#partial = null;
      this.#isWaiting = false;
      this.#user?.reply(received, this.#lastId);
    }
  }

  #fail(error: Error): void {
    if (this.#failure !== null) return;
    this.#failure = error;
    this.#user?.fail(error);
  }
}

/** Infinity is the length of a frame whose head is not yet complete. */
const isTooLong = (length: number) => Number.isFinite(length) && length > MOST_BYTES;
