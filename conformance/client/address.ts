// Parses the address of a daemon.
import { UsageError } from "../command.ts";

export type Address = { readonly host: string; readonly port: number };

/** Reads `host:port`, `[::1]:port` or `:port` (then 127.0.0.1). @throws UsageError */
export function parseAddress(text: string): Address {
  const match = /^(?:\[([^\]]+)\]|([^:[\]]*)):(\d{1,5})$/.exec(text);
  const port = Number(match?.[3]);
  if (match === null || !(port >= 1 && port <= 65535)) throw new UsageError(`'${text}' is no address; write HOST:PORT`);
  return { host: match[1] ?? (match[2] === undefined || match[2] === "" ? "127.0.0.1" : match[2]), port };
}

export function formatAddress({ host, port }: Address): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}
