// The one place where the tool opens a connection to a daemon; bench, which measures what a connection costs, has its own.
import { connect, type Socket } from "node:net";
import type { Address } from "./address.ts";

/**
 * A connection that is being opened. Small segments are not held back.
 * @param allowHalfOpen whether our side stays open when the daemon closes its own
 */
export function openSocket({ host, port }: Address, { allowHalfOpen = false } = {}): Socket {
  return connect({ host, port, noDelay: true, allowHalfOpen });
}
