// A connection of a workload's client: one call at a time, its bytes and the reply's.
import { connect, type Socket } from "node:net";
import { splitFrames } from "../../cbor/frame.ts";
import type { Address } from "../../client/address.ts";

export type ConnectionEvents = {
  onFrame(frame: Uint8Array): void;
  /** It ended, or what came is no frame. Told once. */
  onEnd(why: "closed" | "malformed"): void;
};

export class Connection {
  readonly #socket: Socket;
  #rest: Uint8Array = new Uint8Array();
  #isOver = false;

  constructor({ host, port }: Address, events: ConnectionEvents) {
    this.#socket = connect({ host, port, noDelay: true });
    const end = (why: "closed" | "malformed") => {
      if (this.#isOver) return;
      this.#isOver = true;
      this.#socket.destroy();
      events.onEnd(why);
    };
    this.#socket.on("data", (chunk: Buffer) => {
      const split = splitFrames(this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]));
      this.#rest = split.rest;
      for (const frame of split.frames) if (!this.#isOver) events.onFrame(frame);
      if (split.malformed) end("malformed");
    });
    // A reset is one way of ending.
    this.#socket.on("error", () => end("closed"));
    this.#socket.on("end", () => end("closed"));
    this.#socket.on("close", () => end("closed"));
  }

  send(frame: Buffer): void {
    this.#socket.write(frame);
  }

  /** Ends it without a word to anybody: `reset` as a client that died, else as one that left. */
  cut(reset: boolean): void {
    this.#isOver = true;
    if (reset) this.#socket.resetAndDestroy();
    else this.#socket.destroy();
  }
}
