// Listening on a port of this machine that the system chooses.
import type { Server } from "node:net";
import type { Address } from "../address.ts";

export async function listen(server: Server, backlog = 511): Promise<Address> {
  await new Promise<void>((resolve) => server.listen({ port: 0, host: "127.0.0.1", backlog }, resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new TypeError("it listens on no port");
  return { host: "127.0.0.1", port: address.port };
}
