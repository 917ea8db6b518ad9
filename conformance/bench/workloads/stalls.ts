// stalls: the longest wait of somebody who asks for the time, while somebody else has the daemon do much at once.
import { createConnection, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { Address } from "../../client/address.ts";
import { startAsking } from "../asking.ts";
import { frameLength, ReplyError } from "../reply.ts";
import type { Stall } from "../stalls.ts";
import { Samples } from "../statistics.ts";
import type { Workload } from "../workload.ts";

/** Longer than any wait that still counts as one. */
const PATIENCE_MILLISECONDS = 120_000;
/** How long the time is asked for before and after what is sent. */
const MARGIN_MILLISECONDS = 50;
/** Frames that are sent ahead of their answers. */
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
          const { address } = running;
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
        } finally {
          await running.stop();
        }
      },
      close: async () => {},
    }),
  };
}

/** Sends the frames and waits for as many answers, or for the end of the connection. */
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

/** Counts the frames that come. */
class Answers {
  #count = 0;
  #isOver = false;
  #wake: (() => void) | null = null;
  #chunks: Buffer[] = [];
  #size = 0;
  /** Bytes that there must be before the next frame is whole. */
  #needed = 1;

  constructor(socket: Socket) {
    socket.on("data", (chunk: Buffer) => this.#take(chunk));
    socket.on("error", () => {});
    socket.on("close", () => {
      this.#isOver = true;
      this.#wake?.();
    });
  }

  async reach(count: number): Promise<void> {
    const until = performance.now() + PATIENCE_MILLISECONDS;
    while (this.#count < count && !this.#isOver) {
      const left = until - performance.now();
      if (left <= 0) throw new ReplyError(`no answer for ${PATIENCE_MILLISECONDS / 1000} s`);
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
      const length = bytes.length === 0 ? 1 : (frameLength(bytes) ?? Number.POSITIVE_INFINITY);
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
