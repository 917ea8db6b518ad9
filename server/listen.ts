// Listening as a promise, for the servers of both protocols.
import type { ListenOptions, Server } from "node:net";

/**
 * Resolves once the server listens.
 * @returns its port, also where port 0 left the choice to the system
 * @throws the error of node:net, e.g. with code EADDRINUSE
 */
export async function listen(server: Server, where: ListenOptions & { port: number }): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(where, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const bound = server.address();
  return typeof bound === "object" && bound !== null ? bound.port : where.port;
}
