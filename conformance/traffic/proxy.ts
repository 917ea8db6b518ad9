// A TCP proxy on a free loopback port that passes every byte on and keeps the exchanges of each connection, which is known
// by the client's port: that is what the pytest plugin tells of a call.
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { createPairing, type Exchange, type Pairing } from "../record/exchange.ts";

export type RecordingProxy = {
  /** HOST:PORT to give to clients. */
  readonly address: string;
  /** The oldest exchange of the connection from this port that nobody has taken. */
  take(port: number): Exchange | undefined;
  close(): void;
};

/** `now` in seconds since the epoch. */
export async function startProxy(connect: () => Promise<Duplex>, now: () => number): Promise<RecordingProxy> {
  const pairings = new Map<number, Pairing>();
  const open = new Set<Duplex>();
  const server = createServer((client) => {
    const pairing = createPairing();
    // A port that comes again belongs to a new connection; what the old one left was nobody's call.
    pairings.set(client.remotePort ?? 0, pairing);
    open.add(client);
    client.on("close", () => open.delete(client));
    client.on("error", () => client.destroy());
    connect().then(
      (daemon) => {
        open.add(daemon);
        relay(client, daemon, pairing, now);
      },
      () => client.destroy(),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const bound = server.address();
  const port = typeof bound === "object" && bound !== null ? bound.port : 0;
  return {
    address: `127.0.0.1:${port}`,
    take: (from) => pairings.get(from)?.take(),
    close() {
      server.close();
      for (const stream of open) stream.destroy();
    },
  };
}

/** An exchange is noted before its reply is passed on: whoever has seen the reply finds it here. */
function relay(client: Socket, daemon: Duplex, pairing: Pairing, now: () => number): void {
  client.setNoDelay();
  client.on("data", (chunk: Uint8Array) => {
    pairing.sent(chunk, now());
    daemon.write(chunk);
  });
  daemon.on("data", (chunk: Uint8Array) => {
    pairing.received(chunk, now());
    client.write(chunk);
  });
  client.on("end", () => daemon.end());
  daemon.on("end", () => client.end());
  daemon.on("error", () => client.destroy());
  client.on("close", () => daemon.destroy());
}
