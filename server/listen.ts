// Listening as a promise, for the RPC and the HTTP server.
import type { ListenOptions, Server } from "node:net";

export type Bound = {
  /** The actual port, also if port 0 was requested. */
  port: number;
  /** Whether it listens on every interface, in whatever form that was written: `0`, `0x0`, `[::0]`. */
  onEveryInterface: boolean;
};

/** The addresses that stand for every interface, as node:net reports them. */
const EVERY_INTERFACE: ReadonlySet<string> = new Set(["0.0.0.0", "::", "::ffff:0.0.0.0"]);

/**
 * Resolves once the server listens.
 * @throws the error of node:net, e.g. with code EADDRINUSE
 */
export async function listen(server: Server, where: ListenOptions & { port: number }): Promise<Bound> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(where, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const bound = server.address();
  if (typeof bound !== "object" || bound === null) return { port: where.port, onEveryInterface: false };
  return { port: bound.port, onEveryInterface: EVERY_INTERFACE.has(bound.address) };
}
