// Accepts clients up to the limits for all and for one remote address, and logs those that it refuses.
import { createServer, type Server, type Socket } from "node:net";
import type { Connection } from "./connection.ts";
import type { Limits } from "./limits.ts";
import type { Log } from "./log.ts";
import { mostConnections } from "./open-files.ts";
import { ownReads } from "./own-reads.ts";

export type Listener = {
  /** Not listening yet. */
  readonly tcp: Server;
  /** The open connections. */
  readonly connections: ReadonlyMap<Socket, Connection>;
};

/** @param connect creates a connection from a socket and its number, which counts from 1 */
export function createListener(
  { limits, log }: { limits: Limits; log: Log },
  connect: (socket: Socket, number: number, from: string) => Connection,
): Listener {
  const connections = new Map<Socket, Connection>();
  const perAddress = new Map<string, number>();
  let made = 0;

  const withOwnReads = ownReads();

  const options = { allowHalfOpen: true, noDelay: true, keepAlive: true, pauseOnConnect: true };
  const tcp = createServer(options, (accepted) => {
    const from = accepted.remoteAddress ?? "unknown";
    const others = perAddress.get(from) ?? 0;
    if (others >= limits.maxConnectionsPerAddress) {
      log({ event: "refused", from, reason: `more than maxConnectionsPerAddress ${limits.maxConnectionsPerAddress}` });
      accepted.destroy();
      return;
    }
    const socket = withOwnReads(accepted);
    perAddress.set(from, others + 1);
    connections.set(socket, connect(socket, ++made, from));
    socket.on("close", () => {
      connections.delete(socket);
      const left = (perAddress.get(from) ?? 1) - 1;
      if (left === 0) perAddress.delete(from);
      else perAddress.set(from, left);
    });
  });
  const openFiles = mostConnections();
  tcp.maxConnections = Math.min(limits.maxConnections, openFiles);
  const reason =
    openFiles < limits.maxConnections
      ? `more than the ${openFiles} connections that the limit on open files leaves`
      : `more than maxConnections ${limits.maxConnections}`;
  tcp.on("drop", (dropped) => log({ event: "refused", from: dropped?.remoteAddress ?? "unknown", reason }));
  return { tcp, connections };
}
