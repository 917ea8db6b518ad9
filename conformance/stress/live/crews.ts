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
  /** 0: in the thread of the caller. */
  readonly threads: number;
  /** Whether the threads are processes. */
  readonly inProcesses: boolean;
  readonly address: Address;
  readonly origin: number;
  readonly interval: number;
  readonly timeout: number;
  /** `stream` counts the crews from 1. */
  readonly onHistory: (stream: number, bytes: Buffer) => void;
  readonly onStruck: (fault: "cut" | "kill" | "sleep", client: number) => void;
  readonly onLetDown: (letDown: LetDown, what: string, time: number) => void;
  readonly onFailure: (error: Error) => void;
};

type Keys = readonly (readonly [spec: string, keys: readonly string[]])[];
type Hand = {
  give(order: Order): void;
  /** Its process, which can be stopped; undefined where it has none of its own. */
  pid(): number | undefined;
  /** Kills its process, and begins another one with the same clients. @returns false where it has none of its own */
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
  /** Whether one of them is gone that should be there: nobody waits for them any more. */
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

  /** No calls from now on; resolves when none is under way. */
  hold(): Promise<void> {
    return this.#all({ do: "hold" });
  }

  release(address: Address, isEmpty: boolean): void {
    this.#address = address;
    if (isEmpty) this.#keys = [];
    for (const hand of this.#hands) hand.give({ do: "release", address, isEmpty });
  }

  /** Lets a fault befall one of the clients. @param chance which crew's, from 0 to 1 */
  strike(fault: "cut" | "kill" | "sleep", chance: number): void {
    this.#hands[Math.floor(chance * this.#hands.length)]?.give({ do: "fault", fault });
  }

  /** The process of one of the crews; undefined where they have none. @param chance which crew's, from 0 to 1 */
  pid(chance: number): number | undefined {
    return this.#hands[Math.floor(chance * this.#hands.length)]?.pid();
  }

  /**
   * Kills the process of one of the crews in the middle of its calls; another one takes its place. Not while they are held.
   * @param chance which crew's, from 0 to 1
   * @returns false where they have no processes
   */
  async kill(chance: number): Promise<boolean> {
    return (await this.#hands[Math.floor(chance * this.#hands.length)]?.kill()) === true;
  }

  /** Ends them when their calls are over. @returns the keys that their clients believe in */
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
        // Its keys are none of those that were killed.
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
    // What a process tells are bytes, which JSON would make long.
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
    // By then everything that it told has come.
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
/** Seeds of crews are numbered by their places. */
const SEED_STEP = 7_919;
