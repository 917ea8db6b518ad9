// The clients of one thread (a crew), with their shared pool of keys, their history, and the faults injected into them.

import type { Address } from "../../client/address.ts";
import { elementAt } from "../../element-at.ts";
import { type Random, seeded } from "../../random.ts";
import { describeRequest } from "../history/describe-call.ts";
import { HistoryEncoder } from "../history/encode.ts";
import { Pool } from "../workload/pool.ts";
import { roleOf } from "../workload/roles.ts";
import { historyClock } from "./clock.ts";
import { Lane } from "./lane.ts";
import type { LetDown } from "./let-downs.ts";

export type CrewOptions = {
  /** Prefix of the keys that this crew adds, different from that of any other crew. */
  readonly name: string;
  readonly seed: number;
  /** How many earlier crews with the same clients were killed. */
  readonly killed: number;
  /** The numbers of its clients. */
  readonly clients: readonly number[];
  readonly address: Address;
  /** The value of hrtimeMicroseconds() at the start of the history. */
  readonly origin: number;
  /** Minimum time between the starts of two calls of a client, in milliseconds. */
  readonly interval: number;
  /** Milliseconds to wait for a reply. */
  readonly timeout: number;
};

/** A message to a crew. */
export type Order =
  | { readonly do: "hold" }
  | {
      readonly do: "release";
      readonly address: Address /** Whether the daemon has lost everything. */;
      readonly isEmpty: boolean;
    }
  /** Injects a fault into one client. The crew reports "struck" if it did. */
  | { readonly do: "fault"; readonly fault: "cut" | "kill" | "sleep" }
  /** Its process is about to be killed in the middle of its calls. */
  | { readonly do: "die" }
  | { readonly do: "end" };

/** A message from a crew. */
export type News =
  /** Entries of the history, encoded. */
  | { readonly is: "history"; readonly bytes: Uint8Array }
  | { readonly is: "held" }
  | { readonly is: "struck"; readonly fault: "cut" | "kill" | "sleep"; readonly client: number }
  /** The daemon closed the connection or did not reply in time; `time` in microseconds since the start of the history. */
  | { readonly is: "let-down"; readonly letDown: LetDown; readonly what: string; readonly time: number }
  /** The last message: the keys of units that may exist according to the clients, by work spec. */
  | { readonly is: "ended" | "dying"; readonly keys: readonly (readonly [spec: string, keys: readonly string[]])[] };

/** The lives of a client are numbered from this multiple of `killed`, so that no two lives of a client have the same number. */
const LIVES_OF_A_CREW = 1_000_000;

const FLUSH_MILLISECONDS = 40;
/** Maximum milliseconds that a client sleeps: longer than any lease. */
const LONGEST_SLEEP = 6_000;

export class Crew {
  readonly #options: CrewOptions;
  readonly #tell: (news: News) => void;
  readonly #random: Random;
  readonly #pool: Pool;
  readonly #encoder = new HistoryEncoder();
  readonly #lanes: Lane[];
  readonly #now: () => number;
  readonly #lives: number[];
  readonly #timer: NodeJS.Timeout;

  constructor(options: CrewOptions, tell: (news: News) => void) {
    this.#options = options;
    this.#tell = tell;
    this.#random = seeded(options.seed);
    this.#pool = new Pool(options.name);
    this.#now = historyClock(options.origin);
    if (options.killed > 0) this.#encoder.goOn();
    this.#lives = options.clients.map(() => options.killed * LIVES_OF_A_CREW);
    const { interval, timeout } = options;
    this.#lanes = options.clients.map((client) => {
      return new Lane(this.#role(client, options.killed * LIVES_OF_A_CREW), options.address, {
        client,
        now: this.#now,
        interval,
        timeout,
        onCall: (call) => this.#encoder.add({ kind: "call", call }),
        onLetDown: (letDown, request) =>
          this.#tell({ is: "let-down", letDown, what: describeRequest(request), time: this.#now() }),
      });
    });
    this.#timer = setInterval(() => this.#flush(), FLUSH_MILLISECONDS);
  }

  async obey(order: Order): Promise<void> {
    switch (order.do) {
      case "hold":
        await Promise.all(this.#lanes.map((lane) => lane.hold()));
        this.#tell({ is: "held" });
        break;
      case "release":
        if (order.isEmpty) this.#pool.clear();
        for (const lane of this.#lanes) lane.release(order.address);
        break;
      case "fault":
        this.#strike(order.fault);
        break;
      case "die":
        // The connections stay open until the process is killed; replies that arrive until then are ignored.
        for (const lane of this.#lanes) lane.abandon();
        clearInterval(this.#timer);
        this.#flush();
        this.#tell({ is: "dying", keys: this.#pool.keys() });
        break;
      case "end":
        await Promise.all(this.#lanes.map((lane) => lane.hold()));
        clearInterval(this.#timer);
        this.#flush();
        for (const lane of this.#lanes) lane.close();
        this.#tell({ is: "ended", keys: this.#pool.keys() });
        break;
      default:
        order satisfies never;
    }
  }

  #role(client: number, life: number) {
    return roleOf(client, life, this.#pool, seeded(this.#random.below(2 ** 31)));
  }

  #strike(fault: "cut" | "kill" | "sleep"): void {
    const at = this.#random.below(this.#lanes.length);
    const lane = this.#lanes[at];
    const client = this.#options.clients[at];
    if (lane === undefined || client === undefined) return;
    if (fault === "sleep") lane.sleep(this.#random.below(LONGEST_SLEEP));
    else if (fault === "cut") {
      // Prefers a client with a call in progress to an idle one.
      const calling = this.#lanes.filter((each) => each.pendingSince !== null);
      (calling.length === 0 ? lane : this.#random.pick(calling)).cut();
    } else {
      const life = elementAt(this.#lives, at) + 1;
      this.#lives[at] = life;
      lane.replace(this.#role(client, life));
    }
    this.#tell({ is: "struck", fault, client });
  }

  #flush(): void {
    for (const lane of this.#lanes) lane.look();
    let time = this.#now();
    for (const { pendingSince } of this.#lanes) {
      if (pendingSince !== null && pendingSince <= time) time = pendingSince - 1;
    }
    this.#encoder.add({ kind: "mark", time: Math.max(0, time) });
    this.#tell({ is: "history", bytes: this.#encoder.take() });
  }
}
