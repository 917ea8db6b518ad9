// Listening as a promise, for the servers of both protocols.
import type { ListenOptions, Server } from "node:net";

export type Bound = {
  /** Also where port 0 left the choice to the system. */
  port: number;
  /** Whether it is open to every network that the machine is in, however that was written: `0`, `0x0`, `[::0]`. */
  onEveryInterface: boolean;
};

/** Every interface, as the system names it once it listens there. */
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
