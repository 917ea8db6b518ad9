// A daemon for tests, as bad as wanted: it answers each method with what the test says. Needs no server of ours.

import type { AddressInfo } from "node:net";
import { createServer, type Server, type Socket } from "node:net";
import { Encoder, Tag } from "cbor-x";
import type { Address } from "../../client/address.ts";
import { decodeReply } from "../codec.ts";
import { contentOf, frameLength } from "../reply.ts";

type Call = { method: string; params: unknown[]; id: number };

/** Closes the connection instead of a reply. */
export const HANG_UP = Symbol("hang up");

/** A reply's result, or `{error: message}`, or raw bytes to send as they are, or HANG_UP. */
export type Answer = (call: Call) => unknown;

const encoder = new Encoder({ useRecords: false, mapsAsObjects: false, tagUint8Array: false });

export class FakeDaemon {
  readonly calls: string[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(answer: Answer) {
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      let held = Buffer.alloc(0);
      socket.on("data", (chunk) => {
        held = Buffer.concat([held, chunk]);
        for (let length = frameLength(held); length !== null && length <= held.length; length = frameLength(held)) {
          const call = requestOf(held.subarray(0, length));
          this.calls.push(call.method);
          const reply = answer(call);
          if (reply === HANG_UP) socket.end();
          else socket.write(Buffer.isBuffer(reply) ? reply : replyFrame(call.id, reply));
          held = held.subarray(length);
          if (held.length === 0) break;
        }
      });
      socket.on("error", () => socket.destroy());
    });
  }

  static async start(answer: Answer): Promise<FakeDaemon> {
    const daemon = new FakeDaemon(answer);
    await new Promise<void>((resolve) => daemon.#server.listen(0, "127.0.0.1", resolve));
    return daemon;
  }

  get address(): Address {
    return { host: "127.0.0.1", port: (this.#server.address() as AddressInfo).port };
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

function requestOf(frame: Buffer): Call {
  return decodeReply(contentOf(frame)) as Call;
}

/** A reply in the Go daemon's encoding: byte-string keys in the envelope. */
export function replyFrame(id: number, result: unknown): Buffer {
  const isError = typeof result === "object" && result !== null && "error" in result;
  const entry: [Buffer, unknown] = isError
    ? [Buffer.from("error"), new Map([["message", result.error]])]
    : [Buffer.from("result"), result];
  const reply = new Map<Buffer, unknown>([[Buffer.from("id"), id], entry]);
  return Buffer.from(encoder.encode(new Tag(Buffer.from(encoder.encode(reply)), 24)));
}

/** One unit as get_work hands it out: a tuple of work spec, key and data. */
export function unit(spec: unknown, key: string, number: number): Tag {
  return new Tag([spec, Buffer.from(key), new Map([["number", number]])], 128);
}
