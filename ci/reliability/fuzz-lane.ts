// One attacker: sends a hostile frame and a plain request behind it, and waits until the daemon has taken a stand: the
// request is answered, or the connection is closed.
import { connect, type Socket } from "node:net";
import { requestFrame, splitFrames } from "../../conformance/cbor/frame.ts";

/** After so much silence the end of the stream is sent: the daemon waits for the rest of a frame. */
const SILENCE_MILLIS = 25;
/** What takes longer is a daemon that hangs. */
const HANG_MILLIS = 60_000;

export type Stand = "answered" | "closed" | "hung";

export class FuzzLane {
  readonly #port: number;
  #socket: Socket | null = null;
  #id = 1_000_000;

  constructor(port: number) {
    this.#port = port;
  }

  async judge(frame: Buffer): Promise<Stand> {
    this.#socket ??= connect({ port: this.#port, host: "127.0.0.1", noDelay: true });
    const socket = this.#socket;
    const id = ++this.#id;
    const answer = Buffer.concat([Buffer.from("a2426964", "hex"), idBytes(id)]);
    let received = Buffer.alloc(0);
    const stand = await new Promise<Stand>((resolve) => {
      const silence = setTimeout(() => socket.end(), SILENCE_MILLIS);
      const hang = setTimeout(() => resolve("hung"), HANG_MILLIS);
      const settle = (result: Stand) => {
        clearTimeout(silence);
        clearTimeout(hang);
        resolve(result);
      };
      socket.removeAllListeners();
      // Resets are one way of closing.
      socket.on("error", () => {});
      socket.on("close", () => settle("closed"));
      socket.on("data", (chunk: Buffer) => {
        received = Buffer.concat([received, chunk]);
        const { frames, rest } = splitFrames(received);
        if (frames.some((each) => Buffer.from(each).includes(answer))) settle("answered");
        received = Buffer.from(rest);
      });
      socket.write(Buffer.concat([frame, requestFrame(id, "now", "")]));
    });
    // An answer while the end was already sent leaves a connection of no further use.
    if (stand !== "answered" || socket.writableEnded) {
      socket.destroy();
      this.#socket = null;
    }
    return stand;
  }

  close(): void {
    this.#socket?.destroy();
  }
}

function idBytes(id: number): Buffer {
  const bytes = Buffer.from([0x1a, 0, 0, 0, 0]);
  bytes.writeUInt32BE(id, 1);
  return bytes;
}
