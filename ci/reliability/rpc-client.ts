// A client of its own making, on cbor-x, that shares nothing with the server.
import { connect, type Socket } from "node:net";
import { Decoder, Encoder, Tag } from "cbor-x";
import { frameOf, splitFrames } from "../../conformance/cbor/frame.ts";

// No records and no tagged typed arrays, which are extensions; maps with heads as short as can be.
const encoder = new Encoder({ useRecords: false, tagUint8Array: false, variableMapSize: true });
// Maps, since keys may be integers and byte strings.
const decoder = new Decoder({ useRecords: false, mapsAsObjects: false });

/** The connection ended before the reply came: the call may have been carried out, or not. */
export class ConnectionLost extends Error {
  override readonly name = "ConnectionLost";
  readonly code = "connection-lost";
}

type Waiting = { id: number; resolve(result: unknown): void; reject(error: Error): void };

export class RpcClient {
  readonly socket: Socket;
  readonly #waiting: Waiting[] = [];
  #received: Uint8Array = Buffer.alloc(0);
  #id = 0;
  #isLost = false;

  constructor(port: number) {
    this.socket = connect({ port, host: "127.0.0.1", noDelay: true });
    this.socket.on("data", (chunk: Buffer) => this.#onData(chunk));
    this.socket.on("error", () => this.#lose());
    this.socket.on("close", () => this.#lose());
  }

  /** The result of a call. @throws ConnectionLost; Error where the daemon answers with one, or with another id */
  call(method: string, ...params: unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#isLost) {
        reject(new ConnectionLost());
        return;
      }
      const id = ++this.#id;
      this.#waiting.push({ id, resolve, reject });
      this.socket.write(frameOf(encoder.encode({ params, id, method })));
    });
  }

  /** Resets the connection, whatever is under way. */
  kill(): void {
    this.socket.resetAndDestroy();
    this.#lose();
  }

  #onData(chunk: Buffer): void {
    const { frames, rest } = splitFrames(this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]));
    this.#received = rest;
    for (const frame of frames) this.#onFrame(frame);
  }

  #onFrame(frame: Uint8Array): void {
    const waiting = this.#waiting.shift();
    if (waiting === undefined) throw new Error("a reply that nobody asked for");
    const reply: Map<unknown, unknown> = decoder.decode(messageIn(frame));
    const fields = new Map(Array.from(reply, ([key, value]) => [String(key), value]));
    if (Number(fields.get("id")) !== waiting.id) {
      waiting.reject(new Error(`reply ${fields.get("id")} to request ${waiting.id}`));
    } else if (fields.has("error")) {
      waiting.reject(new Error(`${(fields.get("error") as Map<string, string>).get("message")}`));
    } else {
      waiting.resolve(fields.get("result"));
    }
  }

  #lose(): void {
    this.#isLost = true;
    for (const { reject } of this.#waiting.splice(0)) reject(new ConnectionLost());
  }
}

/** What is in a tuple (tag 128), or in a list. */
export function itemsOf(value: unknown): unknown[] {
  const list: unknown = value instanceof Tag ? value.value : value;
  if (!Array.isArray(list)) throw new Error(`expected a list or tuple, got ${String(value)}`);
  return list;
}

/** The message in a frame as this daemon writes them. */
function messageIn(frame: Uint8Array): Uint8Array {
  const info = (frame[2] ?? 0) & 31;
  return frame.subarray(info < 24 ? 3 : 3 + (1 << (info - 24)));
}
