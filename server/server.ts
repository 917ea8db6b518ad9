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
  /** Where the daemon takes the time from; the machine's clocks unless given. */
  clock?: Clock;
  /** Where the scheduler takes chance from; Math.random unless given. */
  random?: Random;
  /** What get_config hands back, from readConfig(); none unless given. */
  config?: Config;
  /** Limits other than DEFAULT_LIMITS. */
  limits?: Partial<Limits>;
  /** Told of what happens; `logRequests` adds every call. */
  log?: Log;
  logRequests?: boolean;
  /** Where to serve the status page, metrics and probes over HTTP; nowhere unless given. Port 0 takes a free one. */
  http?: Address;
  /** Names that browsers may know the status page's host by, beside its addresses, localhost and the system's own name. */
  httpHosts?: readonly string[];
};

export type Address = { host: string; port: number };

export type Server = {
  /**
   * Listens, over HTTP first where that is asked for. Port 0 takes a free one.
   * @returns the address that it listens on for the job queue's clients
   * @throws the error of node:net, e.g. with code EADDRINUSE
   */
  start(where?: Partial<Address>): Promise<Address>;
  /** The address while it listens, else null. */
  readonly address: Address | null;
  /** The address of the status page while it is served, else null. */
  readonly httpAddress: Address | null;
  /** Which of the two addresses is open to every network that the machine is in. */
  readonly openInterfaces: { readonly rpc: boolean; readonly http: boolean };
  /** A number that changes whenever a client is served, and the bytes that clients make the daemon hold. */
  readonly load: { readonly activity: number; readonly heldBytes: number };
  /** Accepts nothing more, sends every client the replies that it is owed, and closes all connections. */
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
    // Loaded only where it is asked for: half of a start's time would go into it.
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
        // Reset, not ended: the Python client takes an end for a broken reply, and a reset as the sign to connect anew
        // and send its request again (coordinate base_client.py _rpc). Not at once, or replies on their way are lost.
        connection.drain(() => setTimeout(() => socket.resetAndDestroy(), limits.lingerMillis));
      }
      const timer = setTimeout(() => {
        for (const socket of connections.keys()) socket.destroy();
      }, limits.drainMillis);
      await closed;
      clearTimeout(timer);
      // Last, so that whoever watches sees it drain.
      await status?.close();
      status = null;
    },
  };
}
