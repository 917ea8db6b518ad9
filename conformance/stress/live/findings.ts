// Collects violations: the first ones, and the first of each kind, with all details; of the others only the number.
import type { Violation, ViolationKind } from "../checker/violation.ts";
import type { Complaint } from "../history/call.ts";
import { HistoryError } from "../history/decode.ts";
import { KINDS } from "../kinds.ts";

/** How many violations are kept with all details. */
const KEPT = 50;
const KEPT_OF_A_KIND = 3;

export class Findings {
  readonly violations: Violation[] = [];
  readonly kinds = new Map<ViolationKind, number>();
  readonly allowed = new Map<ViolationKind, number>();

  /** @param allowed kinds of violations that are expected; they are only counted */
  constructor(allowed: readonly ViolationKind[]) {
    for (const kind of allowed) this.allowed.set(kind, 0);
  }

  /** Adds a violation seen outside the calls. @throws HistoryError if the kind is unknown */
  complain({ kind, what, time }: Complaint): void {
    if (!isKind(kind)) throw new HistoryError(`there is no kind of violation '${kind}'`);
    this.add({ kind, what, subject: "", time, call: null, own: [], around: [] });
  }

  add(violation: Violation): void {
    const { kind } = violation;
    const before = this.allowed.get(kind);
    if (before !== undefined) {
      this.allowed.set(kind, before + 1);
      return;
    }
    const count = (this.kinds.get(kind) ?? 0) + 1;
    this.kinds.set(kind, count);
    if (this.violations.length < KEPT || count <= KEPT_OF_A_KIND) this.violations.push(violation);
  }
}

const isKind = (kind: string): kind is ViolationKind => Object.hasOwn(KINDS, kind);
