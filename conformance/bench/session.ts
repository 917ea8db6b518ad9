// Untimed actions of the workloads: connect to a daemon, create and delete work specs, fill queues, count units.

import type { Sent } from "./codec.ts";
import { Connection } from "./connection.ts";
import type { Daemon, Running } from "./daemon.ts";
import { type Client, type Driven, drive, type Lane } from "./drive.ts";
import { isDone, ReplyCheck, ReplyError, resultOf, shown } from "./reply.ts";
import { addRequest, Request } from "./request.ts";

/** Units in one add_work_units call. */
export const UNITS_A_CALL = 1000;

export class Session {
  readonly connections: readonly Connection[];
  readonly running: Running;
  readonly #signal: AbortSignal;
  readonly #specs = new Set<string>();
  readonly #add = new ReplyCheck("add_work_units", isDone);

  private constructor(running: Running, connections: readonly Connection[], signal: AbortSignal) {
    this.running = running;
    this.connections = connections;
    this.#signal = signal;
  }

  /**
   * Starts the daemon and connects to it.
   * @throws ReplyError when it holds work specs: somebody's work is no queue to play with
   */
  static async open(daemon: Daemon, connections: number, signal: AbortSignal): Promise<Session> {
    const running = await daemon.start(signal);
    const opened: Connection[] = [];
    const session = new Session(running, opened, signal);
    try {
      while (opened.length < connections) {
        const connection = await Connection.open(running.address);
        opened.push(connection);
        // One after the other, each answered: a listener's queue may be as short as five.
        const specs = await session.#ask(connection, "list_work_specs", [{}]);
        if (!isEmptyList(specs)) throw new ReplyError(`not empty: list_work_specs gives ${shown(specs)}`);
      }
      return session;
    } catch (error) {
      for (const connection of opened) connection.close();
      await running.stop();
      throw error;
    }
  }

  /** One call, its result in plain values. */
  ask(method: string, ...params: Sent[]): Promise<unknown> {
    return this.#ask(this.#first, method, params);
  }

  async setSpec(name: string, more: { then?: string } = {}): Promise<void> {
    const spec = { name, min_gb: 1, module: "m", run_function: "f", ...more };
    const reply = await this.ask("set_work_spec", spec);
    if (!isDone(reply)) throw new ReplyError(`set_work_spec: ${shown(reply)}`);
    this.#specs.add(name);
  }

  async deleteSpec(name: string): Promise<void> {
    const reply = await this.ask("del_work_spec", name);
    if (!isDone(reply)) throw new ReplyError(`del_work_spec: ${shown(reply)}`);
    this.#specs.delete(name);
  }

  /** Adds units, or makes finished ones available again, in calls of 1,000. */
  async addUnits(spec: string, numbers: ArrayLike<number>): Promise<void> {
    const full = addRequest(spec, UNITS_A_CALL);
    let from = 0;
    await this.#alone(this.#first, {
      next: () => {
        const left = numbers.length - from;
        if (left <= 0) return null;
        const request = left >= UNITS_A_CALL ? full : addRequest(spec, left);
        request.setUnits(numbers, from);
        from += UNITS_A_CALL;
        return request;
      },
      check: (frame, id) => this.#add.check(frame, id),
    });
  }

  /** @throws ReplyError unless the work spec has this many units, all available. */
  async expectAvailable(spec: string, count: number): Promise<void> {
    const reply = await this.ask("count_work_units", spec);
    const counts: unknown = Array.isArray(reply) ? reply[0] : null;
    if (shown(counts) !== `{"1":${count}}`) {
      throw new ReplyError(`count_work_units: ${shown(counts)} where ${count} available units should be`);
    }
  }

  drive(lanes: readonly Lane[], seconds: number): Promise<Driven> {
    return drive({ lanes, seconds, pid: this.running.pid, signal: this.#signal });
  }

  /** Ends a daemon that was started, and deletes what is left on one that lives on. */
  async close(): Promise<void> {
    for (const connection of this.connections) connection.close();
    if (this.running.pid === null && this.#specs.size > 0) {
      // A new connection: on the others, replies may still be under way after a failure.
      const connection = await Connection.open(this.running.address);
      const tidy = new Session(this.running, [connection], new AbortController().signal);
      for (const name of this.#specs) await tidy.deleteSpec(name);
      connection.close();
    }
    await this.running.stop();
  }

  get #first(): Connection {
    const [connection] = this.connections;
    if (connection === undefined) throw new RangeError("a session without a connection");
    return connection;
  }

  async #ask(connection: Connection, method: string, params: readonly Sent[]): Promise<unknown> {
    const request = new Request(method, () => params);
    let isSent = false;
    let result: unknown;
    await this.#alone(connection, {
      next: () => {
        if (isSent) return null;
        isSent = true;
        return request;
      },
      check: (frame, id) => {
        result = resultOf(frame, id, method);
      },
    });
    return result;
  }

  /** Runs one client on a connection that nobody else uses at the moment. */
  async #alone(connection: Connection, client: Client): Promise<void> {
    await this.drive([{ connection, client, latencies: null }], Number.POSITIVE_INFINITY);
  }
}

/** `[[], null]`: no work specs, and none to follow. */
export function isEmptyList(result: unknown): boolean {
  return shown(result) === "[[],null]";
}
