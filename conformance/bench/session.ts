// Untimed actions of the workloads: connect to a daemon, create and delete work specs, fill queues, count units.

import type { Sent } from "./codec.ts";
import { Connection } from "./connection.ts";
import type { Daemon, Running } from "./daemon.ts";
import { type Client, type Driven, drive, type Lane } from "./drive.ts";
import { isDone, ReplyCheck, ReplyError, resultOf, shown } from "./reply.ts";
import { addRequest, Request } from "./request.ts";

/** Number of units in one add_work_units call. */
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
   * @throws ReplyError if it has work specs, so that nobody's work is modified or deleted
   */
  static async open(daemon: Daemon, connections: number, signal: AbortSignal): Promise<Session> {
    const running = await daemon.start(signal);
    const opened: Connection[] = [];
    const session = new Session(running, opened, signal);
    try {
      while (opened.length < connections) {
        const connection = await Connection.open(running.address);
        opened.push(connection);
        // One at a time, each confirmed by a call, since the listen backlog may be as short as five.
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

  /** Closes the session if what prepares a workload fails: nobody else holds it yet. */
  async prepare(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      await this.close().catch(() => {});
      throw error;
    }
  }

  /** Makes one call. @returns the decoded result @throws ReplyError for an error reply */
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

  /** Adds units in calls of UNITS_A_CALL; finished units that are added again become available. */
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

  /** @throws ReplyError unless the work spec has exactly this many units, all of them available */
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

  /** Stops a daemon that this tool started; on any other, deletes the work specs that this session created. */
  async close(): Promise<void> {
    for (const connection of this.connections) connection.close();
    if (this.running.pid === null && this.#specs.size > 0) {
      // Uses a new connection, since after a failure the others may still receive replies to earlier calls.
      const connection = await Connection.open(this.running.address);
      const tidy = new Session(this.running, [connection], new AbortController().signal);
      try {
        for (const name of this.#specs) await tidy.deleteSpec(name);
      } finally {
        connection.close();
      }
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

  /** Runs one client on a connection that is otherwise idle. */
  async #alone(connection: Connection, client: Client): Promise<void> {
    await this.drive([{ connection, client, latencies: null }], Number.POSITIVE_INFINITY);
  }
}

/** Whether a result is `[[], null]`: no work specs, and no further page. */
export function isEmptyList(result: unknown): boolean {
  return shown(result) === "[[],null]";
}
