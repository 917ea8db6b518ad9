// One client of the workload: asks its role for the next call, makes it, records the result, and repeats.
import type { Address } from "../../client/address.ts";
import { type Connection, openConnection } from "../../client/connection.ts";
import type { Answer, Call, Request } from "../history/call.ts";
import { answerIn } from "../wire/answer.ts";
import { ReplyFault } from "../wire/reply-fault.ts";
import { requestFrame } from "../wire/request-frame.ts";
import type { Role } from "../workload/role.ts";
import type { LetDown } from "./let-downs.ts";

export type LaneOptions = {
  readonly client: number;
  readonly now: () => number;
  /** Minimum time between the starts of two calls, in milliseconds; 0 for as fast as possible. */
  readonly interval: number;
  /** Milliseconds after which a call is given up and its connection cut. */
  readonly timeout: number;
  /** Called when a call is over, with or without a reply. */
  readonly onCall: (call: Call) => void;
  /** Called if the daemon did not reply in time, or closed the connection during a call. */
  readonly onLetDown: (letDown: LetDown, request: Request) => void;
};

/** Milliseconds until the next attempt if the role has no call to make, and after a connection is lost. */
const IDLE = 8;
const RECONNECT = 25;

type Pending = { readonly request: Request; readonly id: number; readonly start: number };

export class Lane {
  readonly #options: LaneOptions;
  #role: Role;
  #address: Address;
  #connection: Connection | null = null;
  #pending: Pending | null = null;
  #ids = 0;
  #isHeld = false;
  #timer: NodeJS.Timeout | null = null;
  #deadline = Number.POSITIVE_INFINITY;
  #nextAt = 0;
  #whenIdle: (() => void) | null = null;

  constructor(role: Role, address: Address, options: LaneOptions) {
    this.#role = role;
    this.#address = address;
    this.#options = options;
    this.#wait(0);
  }

  get pendingSince(): number | null {
    return this.#pending?.start ?? null;
  }

  /** Starts no more calls. Resolves when no call is in progress. */
  async hold(): Promise<void> {
    this.#isHeld = true;
    if (this.#pending === null) return;
    await new Promise<void>((resolve) => {
      this.#whenIdle = resolve;
    });
  }

  /** Resumes after hold() on a new connection to this address. */
  release(address: Address): void {
    this.#address = address;
    this.#connection?.cut(false);
    this.#connection = null;
    this.#isHeld = false;
    this.#wait(0);
  }

  /** Cuts the connection. @returns whether a call was in progress */
  cut(): boolean {
    const wasCalling = this.#pending !== null;
    this.#connection?.cut(true);
    this.#lose();
    return wasCalling;
  }

  /** Replaces the client by another one, which cuts its connection. */
  replace(role: Role): void {
    this.#role = role;
    this.cut();
  }

  /** Starts no call for some milliseconds, while its leases and locks run on. A call in progress continues. */
  sleep(milliseconds: number): void {
    this.#nextAt = performance.now() + milliseconds;
  }

  /** To be called regularly: gives up a call whose timeout has passed. */
  look(): void {
    if (performance.now() <= this.#deadline) return;
    if (this.#pending !== null) this.#options.onLetDown("never-answered", this.#pending.request);
    this.cut();
  }

  /** To be called before the process is killed: records the call in progress as unanswered and stops, without closing the connection. */
  abandon(): void {
    this.#isHeld = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#connection = null;
    this.#settle({ is: "none" });
  }

  close(): void {
    this.#isHeld = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#connection?.cut(false);
  }

  #wait(milliseconds: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#next();
    }, milliseconds);
  }

  #next(): void {
    if (this.#isHeld || this.#pending !== null || this.#timer !== null) return;
    const early = this.#nextAt - performance.now();
    if (early > 0) {
      this.#wait(early);
      return;
    }
    const request = this.#role.next(this.#options.now());
    if (request === null) {
      this.#wait(IDLE);
      return;
    }
    this.#nextAt = performance.now() + this.#options.interval;
    this.#deadline = performance.now() + this.#options.timeout;
    this.#connection ??= this.#connect();
    const id = ++this.#ids;
    const frame = requestFrame(id, request);
    this.#pending = { request, id, start: this.#options.now() };
    this.#connection.send(frame);
  }

  #connect(): Connection {
    const connection: Connection = openConnection(this.#address, {
      onFrame: (frame) => {
        if (connection === this.#connection) this.#onFrame(frame);
      },
      onEnd: (why) => {
        if (connection !== this.#connection) return;
        if (why === "malformed") this.#settle({ is: "garbled", message: "bytes that are no frame" });
        else if (this.#pending !== null) this.#options.onLetDown("connection-closed", this.#pending.request);
        this.#lose();
      },
    });
    return connection;
  }

  #onFrame(frame: Uint8Array): void {
    if (this.#pending === null) return;
    try {
      this.#settle(answerIn(frame, this.#pending.id, this.#pending.request));
    } catch (error) {
      if (!(error instanceof ReplyFault)) throw error;
      this.#settle({ is: "garbled", message: error.message });
      this.#connection?.cut(true);
      this.#connection = null;
    }
    this.#next();
  }

  /** The connection ended: records the call in progress as unanswered, and reconnects later. */
  #lose(): void {
    this.#connection = null;
    this.#settle({ is: "none" });
    if (!this.#isHeld) this.#wait(RECONNECT);
  }

  /** Records the end of the call in progress. */
  #settle(answer: Answer): void {
    if (this.#pending === null) return;
    const { request, start } = this.#pending;
    this.#pending = null;
    this.#deadline = Number.POSITIVE_INFINITY;
    const end = this.#options.now();
    this.#options.onCall({ client: this.#options.client, start, end, request, answer });
    if (answer.is !== "none" && answer.is !== "garbled") this.#role.answered(request, answer, end);
    this.#whenIdle?.();
    this.#whenIdle = null;
  }
}
