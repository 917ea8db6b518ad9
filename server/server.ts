// The daemon as a library: a TCP server around one job queue. Touches neither process nor console.
import type { Config } from "./config.ts";
import { Connection } from "./connection.ts";
import { ConnectionWatch } from "./connection-watch.ts";
import { createDaemon } from "./daemon.ts";
import type { Clock, Random } from "./domain/clock.ts";
import { Memory } from "./domain/memory.ts";
import { CallLog } from "./http/call-log.ts";
import type { StatusServer } from "./http/status-server.ts";
import { type Limits, limitsWith } from "./limits.ts";
import { type Bound, listen } from "./listen.ts";
import { createListener } from "./listener.ts";
import type { Log } from "./log.ts";
import { relieve } from "./pressure.ts";
import { Decoders } from "./rpc/decoders.ts";
import { type Answered, Dispatcher } from "./rpc/dispatch.ts";
import { ReplyWriters } from "./rpc/reply-writers.ts";
import { Turns } from "./turns.ts";

export type ServerOptions = {
  /** Source of the time; default: the machine's clocks. */
  clock?: Clock;
  /** Source of random numbers for the scheduler; default: Math.random. */
  random?: Random;
  /** The result of get_config, from readConfig(); default: none. */
  config?: Config;
  /** Limits other than DEFAULT_LIMITS. */
  limits?: Partial<Limits>;
  /** Called for events; `logRequests` adds one for each call. */
  log?: Log;
  logRequests?: boolean;
  /** Address of the HTTP server for the status page, metrics and probes; default: none. Port 0 selects a free port. */
  http?: Address;
  /**
   * Host names under which browsers may open the status page, besides its addresses, localhost and the system's own
   * name.
   */
  httpHosts?: readonly string[];
};

export type Address = { host: string; port: number };

export type Server = {
  /**
   * Starts listening, first the HTTP server if there is one. Port 0 selects a free port.
   * @returns the address for the job queue's clients
   * @throws the error of node:net, e.g. with code EADDRINUSE
   */
  start(where?: Partial<Address>): Promise<Address>;
  /** The address while listening, else null. */
  readonly address: Address | null;
  /** The address of the HTTP server while listening, else null. */
  readonly httpAddress: Address | null;
  /** Which of the two servers listens on every interface. */
  readonly openInterfaces: { readonly rpc: boolean; readonly http: boolean };
  /** `activity` changes whenever a client is served; `heldBytes` is the memory that clients make the daemon use. */
  readonly load: { readonly activity: number; readonly heldBytes: number };
  /** Stops accepting, sends the replies to calls in progress, and closes all connections. */
  close(): Promise<void>;
};

export const DEFAULT_ADDRESS: Address = { host: "127.0.0.1", port: 5932 };

const SYSTEM_CLOCK: Clock = { now: () => Date.now() / 1000, elapsed: () => performance.now() / 1000 };

/** A reference daemon with a queue of its own, not yet listening. */
export function createServer(options: ServerOptions = {}): Server {
  const { clock = SYSTEM_CLOCK, random = Math.random, config = null, log = () => {} } = options;
  const limits = limitsWith(options.limits);
  const memory = new Memory(limits.maxMemory);
  const daemon = createDaemon({ clock, random, config, memory });
  const decoders = new Decoders(limits.maxItems);
  const shared = {
    limits,
    memory,
    turns: new Turns(),
    writers: new ReplyWriters(limits.maxReplyBytes, memory),
    onPressure: () => relieve(memory, connections.values()),
  };
  const calls = options.http === undefined ? null : new CallLog(clock);
  const fault = (connection: number, error: unknown) =>
    log({ event: "fault", connection, error: error instanceof Error ? String(error.stack) : String(error) });
  const { tcp, connections } = createListener({ limits, log }, (socket, connection, from) => {
    const dispatcher = createDispatcher(connection);
    const rejected = (reason: string) => {
      calls?.recordRejected();
      log({ event: "rejected", connection, from, reason });
    };
    return new Connection(socket, {
      ...shared,
      dispatcher,
      onRejected: rejected,
      onClosed: (reason) => log({ event: "closed", connection, from, reason }),
    });
  });
  const watch = new ConnectionWatch(connections, limits, () => performance.now());
  let address: Address | null = null;
  let bound: Bound | null = null;
  let status: StatusServer | null = null;

  function createDispatcher(connection: number): Dispatcher {
    const { logRequests = false } = options;
    const answered = (call: Answered) => {
      calls?.record(connection, call);
      if (logRequests) log({ event: "request", connection, id: call.id, method: call.method, error: call.error });
    };
    const isWatched = logRequests || calls !== null;
    return new Dispatcher(daemon, decoders, isWatched ? answered : null, (error) => fault(connection, error));
  }

  async function startStatus(where: Address, calls: CallLog): Promise<StatusServer> {
    // Loaded only on demand: it would double the start-up time.
    const { startStatusServer } = await import("./http/status-server.ts");
    const source = {
      daemon,
      calls,
      startedAt: daemon.queue.now,
      connections: () => connections.size,
      isReady: () => address !== null,
    };
    return await startStatusServer(where, source, (error) => fault(0, error), options.httpHosts);
  }

  return {
    get address() {
      return address;
    },

    get load() {
      return { activity: shared.turns.count, heldBytes: memory.stored + memory.passing };
    },

    get openInterfaces() {
      return { rpc: bound?.onEveryInterface ?? false, http: status?.onEveryInterface ?? false };
    },

    get httpAddress() {
      return options.http === undefined || status === null ? null : { host: options.http.host, port: status.port };
    },

    async start(where = {}) {
      const { host, port } = { ...DEFAULT_ADDRESS, ...where };
      if (options.http !== undefined && calls !== null) status = await startStatus(options.http, calls);
      try {
        bound = await listen(tcp, { host, port, backlog: 1024 });
        address = { host, port: bound.port };
        watch.start();
      } catch (error) {
        await status?.close();
        status = null;
        throw error;
      }
      return address;
    },

    async close() {
      if (address === null) return;
      address = null;
      watch.stop();
      const closed = new Promise<void>((resolve) => tcp.close(() => resolve()));
      for (const [socket, connection] of connections) {
        // Reset instead of an ordinary close: the Python client takes that for a broken reply, but after a reset it
        // connects again and repeats its request (coordinate base_client.py _rpc). Not immediately, which would lose
        // replies in transit.
        connection.drain(() => setTimeout(() => socket.resetAndDestroy(), limits.lingerMillis));
      }
      const timer = setTimeout(() => {
        for (const socket of connections.keys()) socket.destroy();
      }, limits.drainMillis);
      await closed;
      clearTimeout(timer);
      // Closed last, so that /readyz and /metrics are available during shutdown.
      await status?.close();
      status = null;
    },
  };
}
