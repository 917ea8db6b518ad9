// A TCP proxy that relays every byte, and tells a watcher in the same turn of the event loop, so that code in this
// process which has seen a reply also finds it recorded.
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Address } from "../client/address.ts";
import type { Gate } from "./gate.ts";
import { createSplitter } from "./splitter.ts";

/** What is told of one connection; `at` in seconds since the epoch. Chunks are cut anywhere, and their memory is used again. */
export type Watcher = {
  sent(chunk: Uint8Array, at: number): void;
  received(chunk: Uint8Array, at: number): void;
  /** Both sides are closed, or the daemon could not be reached; `by` is who closed first. */
  ended?(at: number, by: "client" | "daemon"): void;
};

export type ProxyOptions = {
  /** Opens a connection to the daemon. */
  readonly connect: () => Promise<Duplex>;
  /** Seconds since the epoch. */
  readonly now: () => number;
  /** Called once a connection, with the client's port and the number of the connection, from 1. */
  readonly watch: (client: { readonly port: number; readonly conn: number }) => Watcher;
  /** A free port of 127.0.0.1 unless given. */
  readonly listen?: Address | undefined;
  /** One call at a time over all connections. */
  readonly gate?: Gate | undefined;
  /** Told when the daemon cannot be reached for a client. */
  readonly unreachable?: (error: unknown) => void;
};

export type Proxy = {
  /** HOST:PORT to give to clients. */
  readonly address: string;
  close(): void;
};

/** @throws the server's error when the address cannot be listened on */
export async function startProxy(options: ProxyOptions): Promise<Proxy> {
  const { connect, watch, now, listen = { host: "127.0.0.1", port: 0 } } = options;
  const open = new Set<Duplex>();
  let count = 0;
  const server = createServer((client) => {
    const watcher = watch({ port: client.remotePort ?? 0, conn: ++count });
    open.add(client);
    client.on("close", () => open.delete(client));
    client.on("error", () => client.destroy());
    connect().then(
      (daemon) => {
        open.add(daemon);
        daemon.on("close", () => open.delete(daemon));
        relay(client, daemon, watcher, options);
      },
      (error: unknown) => {
        options.unreachable?.(error);
        watcher.ended?.(now(), "daemon");
        client.destroy();
      },
    );
  });
  server.listen(listen.port, listen.host);
  await once(server, "listening");
  const bound = server.address();
  const { address, port } = typeof bound === "object" && bound !== null ? bound : { address: "", port: 0 };
  return {
    address: `${address.includes(":") ? `[${address}]` : address}:${port}`,
    close() {
      server.close();
      for (const stream of open) stream.destroy();
    },
  };
}

function relay(client: Socket, daemon: Duplex, watcher: Watcher, { now, gate }: ProxyOptions): void {
  const forward = (bytes: Uint8Array) => {
    const at = now();
    daemon.write(bytes);
    watcher.sent(bytes, at);
  };
  const lane = gate?.lane(forward);
  const replies = gate === undefined ? undefined : createSplitter();
  let closedBy: "client" | "daemon" = "client";
  client.setNoDelay();
  client.on("data", lane === undefined ? forward : (chunk: Uint8Array) => lane.bring(chunk));
  daemon.on("data", (chunk: Uint8Array) => {
    const at = now();
    client.write(chunk);
    watcher.received(chunk, at);
    for (const _ of replies?.(chunk) ?? []) lane?.answered();
  });
  client.on("end", () => (lane === undefined ? daemon.end() : lane.end(() => daemon.end())));
  const closedByDaemon = () => {
    if (!client.readableEnded && !client.destroyed) closedBy = "daemon";
    client.end();
  };
  daemon.on("end", closedByDaemon);
  daemon.on("error", () => {
    closedByDaemon();
    client.destroy();
  });
  client.on("close", () => {
    lane?.leave();
    daemon.destroy();
    watcher.ended?.(now(), closedBy);
  });
}
