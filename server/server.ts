// The daemon as a library: a TCP server around one job queue. Touches neither process nor console.
import { createServer as createTcpServer, type Socket } from "node:net";
import type { Config } from "./config.ts";
import { Connection } from "./connection.ts";
import type { Clock, Random } from "./domain/clock.ts";
import { JobQueue } from "./domain/job-queue.ts";
import { LockTree } from "./domain/lock-tree.ts";
import { DEFAULT_LIMITS, type Limits } from "./limits.ts";
import type { Log } from "./log.ts";
import { Dispatcher } from "./rpc/dispatch.ts";
import type { Daemon } from "./rpc/method.ts";
import { EMPTY_MAP, map, text } from "./rpc/stored.ts";
import { unitsInOutput } from "./rpc/unit-items.ts";

export type ServerOptions = {
  /** Where the daemon takes the time from; the system clock unless given. */
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
};

export type Address = { host: string; port: number };

export type Server = {
  /**
   * Listens. Port 0 takes a free one.
   * @returns the address that it listens on
   * @throws the error of node:net, e.g. with code EADDRINUSE
   */
  start(where?: Partial<Address>): Promise<Address>;
  /** The address while it listens, else null. */
  readonly address: Address | null;
  /** Accepts nothing more, sends every client the replies that it is owed, and closes all connections. */
  close(): Promise<void>;
};

export const DEFAULT_ADDRESS: Address = { host: "127.0.0.1", port: 5932 };

const SYSTEM_CLOCK: Clock = { now: () => Date.now() / 1000 };

/** A reference daemon with a queue of its own, not yet listening. */
export function createServer(options: ServerOptions = {}): Server {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const log = options.log ?? (() => {});
  const daemon = createDaemon(options);
  const connections = new Map<Socket, Connection>();
  let connectionCount = 0;
  let address: Address | null = null;

  const tcp = createTcpServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    const connection = ++connectionCount;
    const dispatcher = new Dispatcher(
      daemon,
      limits.maxItems,
      options.logRequests === true ? (answered) => log({ event: "request", connection, ...answered }) : null,
      (fault) =>
        log({ event: "fault", connection, error: fault instanceof Error ? String(fault.stack) : String(fault) }),
    );
    const rejected = (reason: string) => log({ event: "rejected", connection, reason });
    connections.set(socket, new Connection(socket, dispatcher, limits, rejected));
    socket.on("close", () => connections.delete(socket));
  });
  tcp.maxConnections = limits.maxConnections;
  tcp.on("drop", () => log({ event: "refused", reason: `more than maxConnections ${limits.maxConnections}` }));

  return {
    get address() {
      return address;
    },

    async start(where = {}) {
      const { host, port } = { ...DEFAULT_ADDRESS, ...where };
      await new Promise<void>((resolve, reject) => {
        tcp.once("error", reject);
        tcp.listen({ host, port, backlog: 1024 }, () => {
          tcp.off("error", reject);
          resolve();
        });
      });
      const bound = tcp.address();
      address = { host, port: typeof bound === "object" && bound !== null ? bound.port : port };
      return address;
    },

    async close() {
      if (address === null) return;
      address = null;
      const closed = new Promise<void>((resolve) => tcp.close(() => resolve()));
      for (const connection of connections.values()) connection.drain();
      const timer = setTimeout(() => {
        for (const socket of connections.keys()) socket.destroy();
      }, limits.drainMillis);
      await closed;
      clearTimeout(timer);
    },
  };
}

function createDaemon({ clock = SYSTEM_CLOCK, random = Math.random, config }: ServerOptions): Daemon {
  const values = {
    empty: EMPTY_MAP,
    tooManyRetries: map([[text("traceback"), text("too many retries")]]),
    outputOf: unitsInOutput,
  };
  return { queue: new JobQueue(clock, random, values), locks: new LockTree(), config: config?.stored ?? null };
}
