// Deterministic simulation of the daemon with many clients in one process, without sockets or real time. A seed determines the calls,
// the arrival of bytes, cut connections, the clock and restarts of the daemon. The checker of the stress command checks the replies.
import type { Buffer } from "node:buffer";
import { type Random, seeded } from "../../../conformance/random.ts";
import { Checker, type CheckerCounts } from "../../../conformance/stress/checker/checker.ts";
import type { Violation, ViolationKind } from "../../../conformance/stress/checker/violation.ts";
import type { Answer, Entry, Request } from "../../../conformance/stress/history/call.ts";
import { describeRequest } from "../../../conformance/stress/history/describe-call.ts";
import { answerIn } from "../../../conformance/stress/wire/answer.ts";
import { ReplyFault } from "../../../conformance/stress/wire/reply-fault.ts";
import { requestFrame } from "../../../conformance/stress/wire/request-frame.ts";
import { SPECS } from "../../../conformance/stress/workload/plan.ts";
import { Pool } from "../../../conformance/stress/workload/pool.ts";
import { roleOf } from "../../../conformance/stress/workload/roles.ts";
import { StockTaking } from "../../../conformance/stress/workload/stock.ts";
import { createDaemon } from "../../daemon.ts";
import type { Daemon } from "../../rpc/method.ts";
import type { Flaw, Planted } from "../flaws/flaw.ts";
import { Client } from "./client.ts";
import { SimulatedNetwork } from "./network.ts";
import type { SimulatedStream } from "./stream.ts";
import { SimulatedTurns } from "./turns.ts";

export type Simulation = {
  readonly seed: number;
  /** Number of calls before the final state is read. */
  readonly calls: number;
  readonly clients: number;
  readonly flaw?: Flaw;
  /** Average number of steps between two cut connections; default 2,000. */
  readonly cut?: number;
  /** Whether the replies are checked, which is slow if many calls are unanswered; default true. */
  readonly isJudged?: boolean;
  /** Called with every entry of the history. */
  readonly onEntry?: (entry: Entry) => void;
};

export type Simulated = {
  readonly seed: number;
  /** The violations found; the simulation ends after the first. */
  readonly violations: readonly Violation[];
  readonly counts: CheckerCounts;
  readonly cuts: number;
  /** Simulated time, in seconds. */
  readonly seconds: number;
};

const SECOND = 1_000_000;
/** Initial time of the daemon's clock, in seconds. */
const EPOCH = 1_000_000;
/** Maximum simulated time between two steps, in microseconds. */
const LONGEST_STEP = 300;
/** Average number of steps between two events of each kind: */
const CUT = 2_000;
const KILL = 12_000;
const LEAP = 3_000;
const RESTART = 10_000;
const CLEAR = 15_000;
const CALLS_A_MARK = 128;
/** Tolerance in microseconds: daemon and clients share one clock, so only rounding matters. */
const SLACK = 10;

export function simulate(simulation: Simulation): Simulated {
  return new Run(simulation).play();
}

class Run {
  readonly #simulation: Simulation;
  readonly #random: Random;
  readonly #checker: Checker;
  readonly #violations: Violation[] = [];
  readonly #pool = new Pool("k");
  readonly #planted: Planted | null;
  readonly #turns: SimulatedTurns;
  readonly #network: SimulatedNetwork;
  #daemon: Daemon;
  #clients: Client[] = [];
  /** Bytes sent on lost connections that reach the daemon later. */
  #late: { stream: SimulatedStream; bytes: Buffer[]; at: number }[] = [];
  #now = 0;
  #ids = 0;
  #calls = 0;
  #cuts = 0;
  /** Number of consecutive steps without any activity. */
  #idleSteps = 0;

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
    this.#random = seeded(simulation.seed);
    this.#turns = new SimulatedTurns(this.#random);
    this.#network = new SimulatedNetwork(this.#turns, (reason) =>
      this.#complain("wrong-reply", `a connection was closed: ${reason}`),
    );
    this.#checker = new Checker({ slack: SLACK, onViolation: (violation) => this.#violations.push(violation) });
    this.#planted = simulation.flaw?.plant(() => this.#random.next()) ?? null;
    this.#daemon = this.#newDaemon();
  }

  play(): Simulated {
    try {
      this.#prepare();
      for (let number = 0; number < this.#simulation.clients; number++) {
        this.#clients.push(new Client(number, this.#newRole(number, 0), this.#connect()));
      }
      while (this.#calls < this.#simulation.calls && this.#violations.length === 0) this.#step();
      this.#end();
    } finally {
      this.#planted?.remove();
    }
    const { counts } = this.#checker;
    const { seed } = this.#simulation;
    return { seed, violations: this.#violations, counts, cuts: this.#cuts, seconds: this.#now / SECOND };
  }

  #newDaemon(): Daemon {
    const clock = { now: () => EPOCH + this.#now / SECOND };
    return createDaemon({ clock, random: () => this.#random.next(), config: null });
  }

  #newRole(number: number, life: number) {
    return roleOf(number, life, this.#pool, seeded(this.#random.below(2 ** 31)));
  }

  #connect(): SimulatedStream {
    return this.#network.connect(this.#daemon);
  }

  #step(): void {
    const random = this.#random;
    this.#now += 1 + random.below(LONGEST_STEP);
    const chance = random.below(KILL * 5);
    if (chance % (this.#simulation.cut ?? CUT) === 0) this.#cut(random.pick(this.#clients));
    else if (chance % LEAP === 1) this.#leap(random.below(3 * SECOND));
    else if (chance % KILL === 2) this.#kill(random.pick(this.#clients));
    else if (chance % RESTART === 3) this.#restart(random.percent(50));
    else if (chance % CLEAR === 4) this.#clear();
    while (this.#late[0] !== undefined && this.#late[0].at <= this.#now) this.#deliverLate();
    if (random.percent(60) && this.#turns.round()) return;
    this.#move(random.pick(this.#clients));
  }

  /** Advances one client by a step: it starts a call, or some of its bytes are delivered. */
  #move(client: Client): void {
    this.#idleSteps = 0;
    if (client.pending === null) {
      this.#callNext(client);
    } else if (client.unsent.length > 0 && client.stream.isReading) {
      const bytes = client.unsent.shift();
      if (bytes !== undefined) client.stream.receive(bytes);
    } else {
      const bytes = client.stream.deliver();
      if (bytes !== undefined) this.#take(client, bytes);
      else if (!client.stream.writable) this.#lose(client);
    }
  }

  #callNext(client: Client): void {
    if (client.idleUntil > this.#now) {
      if (++this.#idleSteps > 4 * this.#clients.length) this.#now = client.idleUntil;
      return;
    }
    const request = client.role.next(this.#now);
    if (request === null) client.idleUntil = this.#now + 1_000 + this.#random.below(20_000);
    else this.#send(client, request);
  }

  #send(client: Client, request: Request): void {
    const id = ++this.#ids;
    const frame = requestFrame(id, request);
    client.pending = { request, id, start: this.#now };
    const at = this.#random.percent(10) ? this.#random.below(frame.length) : 0;
    client.unsent = at === 0 ? [frame] : [frame.subarray(0, at), frame.subarray(at)];
  }

  #take(client: Client, frame: Buffer): void {
    const { pending } = client;
    if (pending === null) return;
    try {
      this.#record(client, answerIn(frame, pending.id, pending.request));
    } catch (error) {
      if (!(error instanceof ReplyFault)) throw error;
      this.#complain("wrong-reply", `${pending.request.do}: ${error.message}`);
    }
  }

  #complain(kind: ViolationKind, what: string): void {
    this.#violations.push({ kind, what, subject: "", time: this.#now, call: null, own: [], around: [] });
  }

  #complainOfSilence(request: Request): void {
    this.#complain("never-answered", `never answered: ${describeRequest(request)}`);
  }

  /** Records the end of the call in progress. */
  #record(client: Client, answer: Answer): void {
    const { pending } = client;
    if (pending === null) return;
    client.pending = null;
    this.#calls++;
    const call = { client: client.number, start: pending.start, end: this.#now, request: pending.request, answer };
    this.#note({ kind: "call", call });
    if (answer.is !== "none") client.role.answered(pending.request, answer, this.#now);
    if (this.#calls % CALLS_A_MARK === 0) this.#mark();
  }

  #mark(): void {
    let time = this.#now;
    for (const { pending } of this.#clients) if (pending !== null && pending.start <= time) time = pending.start - 1;
    this.#note({ kind: "mark", time });
  }

  #note(entry: Entry): void {
    if (this.#simulation.isJudged !== false) this.#checker.take(entry);
    this.#simulation.onEntry?.(entry);
  }

  /** Cuts the connection. The daemon receives the bytes not yet delivered later, or never. */
  #cut(client: Client): void {
    this.#cuts++;
    const { stream, unsent } = client;
    const isLate = this.#random.percent(30);
    if (isLate) {
      this.#late.push({ stream, bytes: unsent, at: this.#now + this.#random.below(SECOND / 2) });
      this.#late.sort((a, b) => a.at - b.at);
    } else {
      stream.cut(this.#random.percent(50));
      this.#planted?.onCut?.();
    }
    this.#lose(client);
  }

  #lose(client: Client): void {
    this.#record(client, { is: "none" });
    client.unsent = [];
    client.stream = this.#connect();
  }

  #deliverLate(): void {
    const late = this.#late.shift();
    if (late === undefined) return;
    for (const bytes of late.bytes) late.stream.receive(bytes);
    late.stream.cut(true);
    this.#planted?.onCut?.();
  }

  /** Replaces a client by a new one with another connection. */
  #kill(client: Client): void {
    this.#cut(client);
    client.life++;
    client.role = this.#newRole(client.number, client.life);
  }

  #leap(time: number): void {
    while (this.#late.length > 0) this.#deliverLate();
    this.#turns.finish();
    this.#now += time;
  }

  #restart(durable: boolean): void {
    const start = this.#now;
    for (const client of this.#clients) this.#record(client, { is: "none" });
    this.#late = [];
    // In a durable restart the queue's objects survive, so unfinished work on them must be completed first.
    if (durable) this.#turns.finish();
    this.#turns.clear();
    if (!durable) this.#daemon = this.#newDaemon();
    this.#planted?.onRestart?.(this.#daemon);
    this.#now += 50_000;
    for (const client of this.#clients) {
      client.unsent = [];
      client.stream = this.#connect();
    }
    this.#note({ kind: "restart", restart: { start, end: this.#now, durable } });
    this.#now += 1;
    if (durable) return;
    this.#pool.clear();
    this.#prepare();
  }

  /** Deletes all work specs while no call is in progress; unanswered calls may still take effect later. */
  #clear(): void {
    this.#bringToRest();
    const client = new Client(this.#simulation.clients, this.#newRole(0, 0), this.#connect());
    this.#callAlone(client, { do: "clear" });
    this.#pool.clear();
    this.#prepare();
  }

  /** Completes all calls in progress. */
  #bringToRest(): void {
    for (const client of this.#clients) {
      while (client.pending !== null && this.#violations.length === 0) {
        this.#now += 1;
        this.#move(client);
        this.#turns.finish();
        const isLetDown = client.unsent.length === 0 && client.stream.outgoing.length === 0 && client.stream.writable;
        if (isLetDown && client.pending !== null) this.#complainOfSilence(client.pending.request);
      }
    }
  }

  #prepare(): void {
    const client = new Client(this.#simulation.clients, this.#newRole(0, 0), this.#connect());
    for (const request of SPECS) this.#callAlone(client, request);
  }

  /** Makes a call while no other is in progress. */
  #callAlone(client: Client, request: Request): Answer {
    this.#now += 1;
    const id = ++this.#ids;
    const start = this.#now;
    client.stream.receive(requestFrame(id, request));
    this.#turns.finish();
    const frame = client.stream.deliver();
    this.#now += 1;
    if (frame === undefined) this.#complainOfSilence(request);
    const answer: Answer = frame === undefined ? { is: "none" } : answerIn(frame, id, request);
    this.#note({ kind: "call", call: { client: client.number, start, end: this.#now, request, answer } });
    return answer;
  }

  /** Completes all calls, lets all leases expire, then reads the final state. */
  #end(): void {
    if (this.#violations.length > 0) return;
    this.#bringToRest();
    this.#leap(10 * SECOND);
    const client = new Client(this.#simulation.clients, this.#newRole(0, 0), this.#connect());
    const stock = new StockTaking(this.#pool.keys(), true);
    for (let request = stock.next(); request !== null; request = stock.next()) {
      const answer = this.#callAlone(client, request);
      stock.answered(request, answer.is === "keys" || answer.is === "work" ? answer.keys : []);
    }
    this.#checker.finish();
  }
}
