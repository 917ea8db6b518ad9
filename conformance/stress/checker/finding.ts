// A wrong reply, as reported by one part of the checker. checker.ts adds the calls to it to make a violation.
import type { Unit } from "./unit.ts";
import type { ViolationKind } from "./violation.ts";

export type Finding = {
  readonly kind: ViolationKind;
  readonly subject: string;
  readonly what: string;
  readonly unit?: Unit;
};
