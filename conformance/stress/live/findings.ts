// Gathers what is found: the first violations with all that is known of them, of the rest how many there were.
import type { Violation, ViolationKind } from "../checker/violation.ts";

/** Violations that are kept whole. */
const KEPT = 50;

export class Findings {
  readonly violations: Violation[] = [];
  readonly kinds = new Map<ViolationKind, number>();
  readonly allowed = new Map<ViolationKind, number>();

  /** @param allowed kinds that are expected */
  constructor(allowed: readonly ViolationKind[]) {
    for (const kind of allowed) this.allowed.set(kind, 0);
  }

  add(violation: Violation): void {
    const { kind } = violation;
    const before = this.allowed.get(kind);
    if (before !== undefined) {
      this.allowed.set(kind, before + 1);
      return;
    }
    this.kinds.set(kind, (this.kinds.get(kind) ?? 0) + 1);
    if (this.violations.length < KEPT) this.violations.push(violation);
  }
}
