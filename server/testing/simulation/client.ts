// A client of the simulation: the role that it plays, its connection, and the call that is under way.
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
  /** Bytes of the call that have not reached the daemon. */
  unsent: Buffer[] = [];
  /** Before this time it does nothing, in microseconds. */
  idleUntil = 0;

  constructor(number: number, role: Role, stream: SimulatedStream) {
    this.number = number;
    this.role = role;
    this.stream = stream;
  }
}
