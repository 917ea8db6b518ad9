// Opens connections to daemons for all commands but bench, which measures the cost of a connection and has its own
// code.
import { connect, type Socket } from "node:net";
import type { Address } from "./address.ts";

/**
 * Starts to connect. Nagle's algorithm is off.
 * @param allowHalfOpen whether our side stays open when the daemon closes its side
 */
export function openSocket({ host, port }: Address, { allowHalfOpen = false } = {}): Socket {
  return connect({ host, port, noDelay: true, allowHalfOpen });
}
