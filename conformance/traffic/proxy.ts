// A TCP proxy that relays all bytes and reports them to a watcher in the same turn of the event loop. So code in this
// process that has seen a reply can rely on the watcher having it too.
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Address } from "../client/address.ts";
import type { Gate } from "./gate.ts";
import { createSplitter } from "./splitter.ts";

/**
 * Callbacks for one connection; `at` is in seconds since the epoch. Chunk boundaries are arbitrary, and a chunk's memory is
 * reused after the call: copy what is kept.
 */
export type Watcher = {
  sent(chunk: Uint8Array, at: number): void;
  received(chunk: Uint8Array, at: number): void;
  /** Both sides are closed, or the daemon could not be reached; `by` is the side that closed first. */
  ended?(at: number, by: "client" | "daemon"): void;
};

export type ProxyOptions = {
  /** Opens a connection to the daemon. */
  readonly connect: () => Promise<Duplex>;
  /** Seconds since the epoch. */
  readonly now: () => number;
  /** Called once per connection with the client's port and the connection's number, counted from 1. */
  readonly watch: (client: { readonly port: number; readonly conn: number }) => Watcher;
  /** Default: a free port of 127.0.0.1. */
  readonly listen?: Address | undefined;
  /** If given, calls are serialized over all connections. */
  readonly gate?: Gate | undefined;
  /** Called if connect() fails; the client's connection is then closed. */
  readonly unreachable?: (error: unknown) => void;
};

export type Proxy = {
  /** The listening address as HOST:PORT. */
  readonly address: string;
  close(): void;
};

/** @throws the system's error if it cannot listen on the address */
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
