// Sends malformed bytes followed by a valid request on one connection, and observes replies and closing.
import type { Socket } from "node:net";
import { requestFrame } from "../../cbor/frame.ts";
import { createSplitter } from "../../cbor/splitter.ts";
import type { Address } from "../../client/address.ts";
import { openSocket } from "../../client/socket.ts";
import type { State } from "../hostile/expected.ts";

/** The id of the probe request sent after the bytes, unlikely to occur in them. */
const PROBE_ID = 1_234_567_891;
const PROBE = requestFrame(PROBE_ID, "now", "");
const ID_BYTES = Buffer.from([0x1a, 0, 0, 0, 0]);
ID_BYTES.writeUInt32BE(PROBE_ID, 1);

/** Milliseconds between two segments, so that the daemon reads them separately. */
const BETWEEN_SEGMENTS = 2;

/** After how many times the patience a daemon that sends and sends without answering counts as waiting. */
const MOST_PATIENCES = 3;

/** What may come on one connection: more than the replies to one corrupted request, and little enough to keep. */
const MOST_BYTES = 8 * 2 ** 20;
const MOST_REPLIES = 10_000;

export type Seen = {
  /** `floods`: it sent more than MOST_BYTES or MOST_REPLIES. */
  readonly state: State | "unreachable" | "floods";
  /** The reply frames received; the reply to the probe request is the last. */
  readonly replies: readonly Uint8Array[];
};

/** Whether a frame is the reply to the probe request. */
export function isProbed(frame: Uint8Array): boolean {
  return Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength).includes(ID_BYTES);
}

/** The bytes followed by the probe request, as they are sent. */
export function withProbe(bytes: Uint8Array): Buffer {
  return Buffer.concat([bytes, PROBE]);
}

/**
 * Divides the bytes and the probe request into the segments in which they are sent, deterministically: bytes of odd length are cut in
 * the middle, others are sent as one segment together with the probe request.
 */
export function segmentsOf(bytes: Uint8Array): Buffer[] {
  const whole = withProbe(bytes);
  if (bytes.length % 2 === 0) return [whole];
  const middle = (bytes.length + 1) / 2;
  return [whole.subarray(0, middle), whole.subarray(middle)];
}

/** Sends the bytes and observes the daemon. @param patience milliseconds of silence after which it counts as waiting for more */
export async function probe(address: Address, bytes: Uint8Array, patience: number): Promise<Seen> {
  const socket = openSocket(address, { allowHalfOpen: true });
  try {
    return await watch(socket, segmentsOf(bytes), patience);
  } finally {
    socket.destroy();
  }
}

function watch(socket: Socket, segments: readonly Buffer[], patience: number): Promise<Seen> {
  return new Promise((resolve) => {
    const replies: Uint8Array[] = [];
    const splitter = createSplitter();
    let isConnected = false;
    let received = 0;
    const settle = (state: Seen["state"]) => {
      clearTimeout(timer);
      clearTimeout(whole);
      // A socket that is being closed may still deliver what came before.
      socket.removeAllListeners("data");
      resolve({ state, replies });
    };
    const whole = setTimeout(() => settle("waits"), MOST_PATIENCES * patience);
    let timer = setTimeout(() => settle("waits"), patience);
    socket.on("connect", () => {
      isConnected = true;
      const [first = Buffer.alloc(0), rest] = segments;
      socket.write(first);
      if (rest !== undefined) setTimeout(() => socket.write(rest), BETWEEN_SEGMENTS);
    });
    socket.on("data", (chunk: Buffer) => {
      clearTimeout(timer);
      timer = setTimeout(() => settle("waits"), patience);
      received += chunk.length;
      const frames = splitter.push(chunk);
      for (const frame of frames) replies.push(frame);
      if (frames.some(isProbed)) settle("answered");
      else if (received > MOST_BYTES || replies.length > MOST_REPLIES) settle("floods");
    });
    // A reset is one way of closing.
    socket.on("error", () => settle(isConnected ? "closed" : "unreachable"));
    socket.on("end", () => settle("closed"));
    socket.on("close", () => settle(isConnected ? "closed" : "unreachable"));
  });
}
