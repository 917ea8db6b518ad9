// The groups of clients of a run: each in a separate process or thread, or all in this thread.
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { Address } from "../../client/address.ts";
import { Crew, type CrewOptions, type News, type Order } from "./crew.ts";
import type { ProcessMessage } from "./crew-process.ts";
import type { LetDown } from "./let-downs.ts";

export type CrewsOptions = {
  readonly seed: number;
  readonly clients: number;
  /** Number of threads; 0 to run all clients in this thread. */
  readonly threads: number;
  /** Whether each group of clients runs in a process instead of a thread. */
  readonly inProcesses: boolean;
  readonly address: Address;
  readonly origin: number;
  readonly interval: number;
  readonly timeout: number;
  /** Called with encoded history of a crew; crews are numbered from 1. */
  readonly onHistory: (stream: number, bytes: Buffer) => void;
  readonly onStruck: (fault: "cut" | "kill" | "sleep", client: number) => void;
  readonly onLetDown: (letDown: LetDown, what: string, time: number) => void;
  readonly onFailure: (error: Error) => void;
};

type Keys = readonly (readonly [spec: string, keys: readonly string[]])[];
type Hand = {
  give(order: Order): void;
  /** Id of the crew's process; undefined if it runs in a thread of this process. */
  pid(): number | undefined;
  /** Kills the crew's process and starts another one with the same clients. @returns false if it has no process */
  kill(): Promise<boolean>;
  end(): void;
};

export class Crews {
  readonly #options: CrewsOptions;
  readonly #hands: Hand[];
  #waiting = 0;
  #whenAll: () => void = () => {};
  #keys: Keys[] = [];
  #address: Address;
  /** Whether a crew ended unexpectedly: then nothing waits for the crews any more. */
  #isBroken = false;

  constructor(options: CrewsOptions) {
    this.#options = options;
    this.#address = options.address;
    const count = Math.max(1, options.threads);
    this.#hands = Array.from({ length: count }, (_, crew) => {
      const clients = Array.from({ length: options.clients }, (_, i) => i).filter((client) => client % count === crew);
      const { address, origin, interval, timeout } = options;
      const seed = options.seed + crew;
      const own = { address, origin, interval, timeout, clients, name: `k${crew}-`, seed, killed: 0 };
      if (options.threads === 0) return this.#here(own);
      return options.inProcesses ? this.#process(own, crew + 1) : this.#thread(own, crew + 1);
    });
  }

  get count(): number {
    return this.#hands.length;
  }

  /** Makes the clients start no more calls. Resolves when no call is in progress. */
  hold(): Promise<void> {
    return this.#all({ do: "hold" });
  }

  release(address: Address, isEmpty: boolean): void {
    this.#address = address;
    if (isEmpty) this.#keys = [];
    for (const hand of this.#hands) hand.give({ do: "release", address, isEmpty });
  }

  /** Injects a fault into one of the clients. @param chance selects the crew, from 0 to 1 (excluded) */
  strike(fault: "cut" | "kill" | "sleep", chance: number): void {
    this.#hands[Math.floor(chance * this.#hands.length)]?.give({ do: "fault", fault });
  }

  /** Process id of one of the crews; undefined if they have no processes. @param chance selects the crew, from 0 to 1 (excluded) */
  pid(chance: number): number | undefined {
    return this.#hands[Math.floor(chance * this.#hands.length)]?.pid();
  }

  /**
   * Kills the process of one of the crews during its calls and starts another one. Must not be called while they are held.
   * @param chance which crew's, from 0 to 1
   * @returns false if the crews have no processes
   */
  async kill(chance: number): Promise<boolean> {
    return (await this.#hands[Math.floor(chance * this.#hands.length)]?.kill()) === true;
  }

  /** Ends the crews when their calls are over. @returns the keys of units that may exist according to the clients, by work spec */
  async end(): Promise<Keys> {
    await this.#all({ do: "end" });
    for (const hand of this.#hands) hand.end();
    return this.#keys.flat();
  }

  #all(order: Order): Promise<void> {
    if (this.#isBroken) return Promise.resolve();
    this.#waiting = this.#hands.length;
    const done = new Promise<void>((resolve) => {
      this.#whenAll = resolve;
    });
    for (const hand of this.#hands) hand.give(order);
    return done;
  }

  #hear(stream: number, news: News): void {
    switch (news.is) {
      case "history":
        this.#options.onHistory(stream, Buffer.from(news.bytes.buffer, news.bytes.byteOffset, news.bytes.byteLength));
        break;
      case "struck":
        this.#options.onStruck(news.fault, news.client);
        break;
      case "let-down":
        this.#options.onLetDown(news.letDown, news.what, news.time);
        break;
      case "dying":
        this.#keys.push(news.keys);
        break;
      case "ended":
        this.#keys.push(news.keys);
        this.#arrive();
        break;
      case "held":
        this.#arrive();
        break;
      default:
        news satisfies never;
    }
  }

  #arrive(): void {
    if (--this.#waiting === 0) this.#whenAll();
  }

  #fail(error: Error): void {
    this.#isBroken = true;
    this.#options.onFailure(error);
    this.#whenAll();
  }

  #here(own: CrewOptions): Hand {
    const crew = new Crew(own, (news) => this.#hear(1, news));
    return { ...NO_PROCESS, give: (order) => void crew.obey(order), end: () => {} };
  }

  #thread(own: CrewOptions, stream: number): Hand {
    const thread = new Worker(new URL("./crew-thread.js", import.meta.url), { workerData: own });
    thread.on("message", (news: News) => this.#hear(stream, news));
    thread.on("error", (error) => this.#fail(error instanceof Error ? error : new Error(String(error))));
    return { ...NO_PROCESS, give: (order) => thread.postMessage(order), end: () => void thread.terminate() };
  }

  #process(own: CrewOptions, stream: number): Hand {
    let { killed } = own;
    let child = this.#fork(own, stream);
    return {
      give: (order) => child.tell({ order }),
      pid: () => child.pid,
      kill: async () => {
        await child.kill();
        killed += 1;
        // A name of its own, so that its keys differ from those of the killed crews.
        const name = `${own.name}${killed}-`;
        child = this.#fork(
          { ...own, address: this.#address, killed, name, seed: own.seed + killed * SEED_STEP },
          stream,
        );
        return true;
      },
      end: () => child.end(),
    };
  }

  #fork(own: CrewOptions, stream: number) {
    // The default serialization, JSON, would inflate the bytes of the history.
    const child = fork(fileURLToPath(new URL("./crew-process.js", import.meta.url)), { serialization: "advanced" });
    const tell = (message: ProcessMessage) => void child.send(message);
    let isOver = false;
    let onDying = () => {};
    const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    const dying = new Promise<void>((resolve) => {
      onDying = resolve;
    });
    child.on("message", (news: News) => {
      isOver ||= news.is === "ended" || news.is === "dying";
      this.#hear(stream, news);
      if (news.is === "dying") onDying();
    });
    child.on("error", (error) => this.#fail(error));
    // Unlike "exit", "close" comes after all messages of the process.
    child.on("close", (code, signal) => {
      if (!isOver) this.#fail(new Error(`a process of clients ended by ${signal ?? `code ${code}`}`));
    });
    tell({ begin: own });
    return {
      tell,
      pid: child.pid,
      end: () => void child.kill(),
      async kill() {
        tell({ order: { do: "die" } });
        await Promise.race([dying, exited]);
        child.kill("SIGKILL");
        await exited;
      },
    };
  }
}

const NO_PROCESS = { pid: () => undefined, kill: () => Promise.resolve(false) };
/** Crews have consecutive seeds; this step gives a replacement a seed that no crew has. */
const SEED_STEP = 7_919;
