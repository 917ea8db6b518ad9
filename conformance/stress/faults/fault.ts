// The faults that can be injected: into the daemon, the network or a client, while the clients work.
import type { Address } from "../../client/address.ts";
import type { Random } from "../../random.ts";

export const FAULTS = [
  ["kill-connection", "connections are reset during calls, and clients disappear"],
  ["kill-process", "a process of clients is killed (SIGKILL) during its calls (needs --processes)"],
  [
    "pause",
    "the daemon or a process of clients is suspended for a moment (SIGSTOP), and clients sleep longer than their leases",
  ],
  ["slow-reader", "a client requests large replies and does not read them"],
  ["half-open", "clients send half a frame, or close their side before the reply"],
  ["hostile", "other clients send malformed requests"],
  ["clock", "the daemon's clock is set back and forth (needs libfaketime)"],
  ["restart", "the daemon is stopped and started again"],
] as const;

export type FaultName = (typeof FAULTS)[number][0];
export const FAULT_NAMES: readonly FaultName[] = FAULTS.map(([name]) => name);

/** The means by which faults act on the daemon and the clients. */
export type Ground = {
  readonly random: Random;
  readonly address: () => Address;
  /** Process id of the daemon, the leader of its process group; undefined if the tool did not start it. */
  readonly pid: () => number | undefined;
  /** Id of a process of clients; undefined if the clients run in threads. */
  readonly clientPid: () => number | undefined;
  /** Injects a fault into one of the clients. */
  readonly strikeClient: (fault: "cut" | "kill" | "sleep") => void;
  /** Kills a process of clients and starts another one. @returns false if the clients run in threads */
  readonly killClients: () => Promise<boolean>;
  readonly restart: () => Promise<void>;
  /** A number that changes whenever the tool stops the daemon, and when it has started again. */
  readonly life: () => number;
  /** Sets the offset of the daemon's clock, in seconds; null if the clock cannot be set. */
  readonly setClock: ((seconds: number) => void) | null;
  /** Reports forbidden behaviour of the daemon as a violation. */
  readonly complain: (what: string) => void;
  readonly hostileFrame: () => Buffer;
};

export type Fault = {
  readonly name: FaultName;
  /** Average milliseconds between two injections. */
  readonly pause: number;
  /** Injects the fault. @returns whether it certainly took effect; faults in clients are reported later by the client */
  strike(ground: Ground): Promise<boolean>;
};

export const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
