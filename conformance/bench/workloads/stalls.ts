// stalls: the longest duration of now() while another client causes the daemon much work at once.
import { createConnection, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { frameEnd } from "../../cbor/frame-head.ts";
import type { Address } from "../../client/address.ts";
import { startAsking } from "../asking.ts";
import type { Stall } from "../stalls.ts";
import { Samples } from "../statistics.ts";
import type { Turn, Workload } from "../workload.ts";

/** Time limit for the preparing calls, and again for the measured ones. */
const PATIENCE_MILLISECONDS = 60_000;
/** How long now() is called before and after the measured frames. */
const MARGIN_MILLISECONDS = 50;
/** After every AHEAD frames, sending pauses until all but the last AHEAD of them are answered. */
const AHEAD = 500;

export function stall({ title, prepare, send, wait = 0, connections = 1 }: Stall): Workload {
  return {
    name: "stalls",
    title: `longest wait for the time beside: ${title}`,
    metric: { unit: "ms", better: "less" },
    needsSpawned: true,
    isCold: true,
    prepare: async (daemon, signal) => ({
      turn: async () => {
        const running = await daemon.start(signal);
        try {
          return await measured(running.address);
        } catch (error) {
          // Not finished within the limit: reported as an infinite wait.
          if (error instanceof Late) return { value: Number.POSITIVE_INFINITY, latencies: null, load: null };
          throw error;
        } finally {
          await running.stop();
        }
      },
      close: async () => {},
    }),
  };

  async function measured(address: Address): Promise<Turn> {
    if (prepare !== undefined) await exchange(address, prepare());
    await delay(wait * 1000);
    const frames = [...send()];
    const asking = await startAsking(address);
    await delay(MARGIN_MILLISECONDS);
    await Promise.all(Array.from({ length: connections }, () => exchange(address, frames)));
    await delay(MARGIN_MILLISECONDS);
    const waits = await asking.end();
    const latencies = new Samples();
    for (const each of waits) latencies.add(each);
    return { value: waits.at(-1) ?? Number.NaN, latencies, load: null };
  }
}

/** The daemon did not answer within PATIENCE_MILLISECONDS. */
class Late extends Error {
  override readonly name = "Late";
  readonly code = "late";
}

/** Sends the frames and waits until all are answered or the connection is closed. @throws Late */
async function exchange(address: Address, frames: Iterable<Buffer>): Promise<void> {
  const socket = createConnection({ ...address, noDelay: true });
  const answers = new Answers(socket);
  try {
    let sent = 0;
    for (const each of frames) {
      socket.write(each);
      sent++;
      if (sent % AHEAD === 0) await answers.reach(sent - AHEAD);
    }
    await answers.reach(sent);
  } finally {
    socket.destroy();
  }
}

/** Counts the reply frames on a connection. */
class Answers {
  readonly #until = performance.now() + PATIENCE_MILLISECONDS;
  #count = 0;
  #isOver = false;
  #wake: (() => void) | null = null;
  #chunks: Buffer[] = [];
  #size = 0;
  /** Number of bytes needed before it is worth looking for the next complete frame. */
  #needed = 1;

  constructor(socket: Socket) {
    socket.on("data", (chunk: Buffer) => this.#take(chunk));
    socket.on("error", () => {});
    socket.on("close", () => {
      this.#isOver = true;
      this.#wake?.();
    });
  }

  /** Waits for this many replies in total, or the end of the connection. @throws Late */
  async reach(count: number): Promise<void> {
    while (this.#count < count && !this.#isOver) {
      const left = this.#until - performance.now();
      if (left <= 0) throw new Late(`no answer for ${PATIENCE_MILLISECONDS / 1000} s`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  #take(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    if (this.#size < this.#needed) return;
    let bytes = Buffer.concat(this.#chunks);
    for (;;) {
      const length = bytes.length === 0 ? 1 : (frameEnd(bytes) ?? Number.POSITIVE_INFINITY);
      if (length > bytes.length || bytes.length === 0) {
        this.#needed = Number.isFinite(length) ? length : bytes.length + 1;
        break;
      }
      bytes = bytes.subarray(length);
      this.#count++;
    }
    this.#chunks = [bytes];
    this.#size = bytes.length;
    this.#wake?.();
  }
}
