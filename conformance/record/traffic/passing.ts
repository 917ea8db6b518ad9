// Records the traffic of clients that are already running, until interrupted.
import { once } from "node:events";
import type { Duplex } from "node:stream";
import type { Address } from "../../client/address.ts";
import { createGate } from "../../traffic/gate.ts";
import { startProxy } from "../../traffic/proxy.ts";
import { collectTurns, type Turn } from "../../traffic/turn.ts";

export type Passing = {
  readonly listen: Address;
  readonly connect: () => Promise<Duplex>;
  /** Ends the recording. */
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
};

/** Returns the calls until the signal, except those still waiting for a reply. */
export async function recordPassing({ listen, connect, signal, say }: Passing): Promise<readonly Turn[]> {
  const collector = collectTurns();
  const gate = createGate();
  const unreachable = (error: unknown) => say(`the daemon cannot be reached: ${String(error)}`);
  const proxy = await startProxy({
    connect,
    listen,
    gate,
    unreachable,
    now: () => Date.now() / 1000,
    watch: collector.watch,
  });
  say(`recording what clients of ${proxy.address} say, until Ctrl-C`);
  if (!signal.aborted) await once(signal, "abort");
  const turns = collector.turns().filter(({ reply, closed }) => reply !== undefined || closed);
  proxy.close();
  return turns;
}
