// A client of the simulation: its role, its connection and the call in progress.
import type { Buffer } from "node:buffer";
import type { Request } from "../../../conformance/stress/history/call.ts";
import type { Role } from "../../../conformance/stress/workload/role.ts";
import type { SimulatedStream } from "./stream.ts";

export type Pending = { readonly request: Request; readonly id: number; readonly start: number };

export class Client {
  readonly number: number;
  life = 0;
  role: Role;
  stream: SimulatedStream;
  pending: Pending | null = null;
  /** Bytes of the call that the daemon has not received yet. */
  unsent: Buffer[] = [];
  /** Starts no call before this time, in microseconds. */
  idleUntil = 0;

  constructor(number: number, role: Role, stream: SimulatedStream) {
    this.number = number;
    this.role = role;
    this.stream = stream;
  }
}
