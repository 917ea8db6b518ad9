// What is wrong with an answer, as one part of the checker tells it.
import type { Unit } from "./unit.ts";
import type { ViolationKind } from "./violation.ts";

export type Finding = {
  readonly kind: ViolationKind;
  readonly subject: string;
  readonly what: string;
  readonly unit?: Unit;
};
