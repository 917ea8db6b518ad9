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

/** What faults work with. */
export type Ground = {
  readonly random: Random;
  readonly address: () => Address;
  /** The daemon's process, which leads a group of its own; undefined where the tool did not start it. */
  readonly pid: () => number | undefined;
  /** The process of some of the clients; undefined where they have none of their own. */
  readonly clientPid: () => number | undefined;
  /** Lets a fault befall one of the clients. */
  readonly strikeClient: (fault: "cut" | "kill" | "sleep") => void;
  /** Kills the process of some of the clients, and begins another one. @returns false where they have none of their own */
  readonly killClients: () => Promise<boolean>;
  readonly restart: () => Promise<void>;
  /** Changes whenever the daemon is about to end, and when it has started again. */
  readonly life: () => number;
  /** Seconds that the daemon's clock is off from now on; null where nobody can set it. */
  readonly setClock: ((seconds: number) => void) | null;
  /** Sees what the daemon must not do, as a violation. */
  readonly complain: (what: string) => void;
  readonly hostileFrame: () => Buffer;
};

export type Fault = {
  readonly name: FaultName;
  /** Milliseconds from one strike to the next, about. */
  readonly pause: number;
  /** @returns whether it struck, as far as that shows at once; a fault of clients shows later */
  strike(ground: Ground): Promise<boolean>;
};

export const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
