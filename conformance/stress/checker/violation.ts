// A violation that the checker reports.
import type { Call } from "../history/call.ts";

export type ViolationKind =
  | "unit-from-nothing"
  | "unit-lost"
  | "leased-twice"
  | "leased-when-done"
  | "leased-before-due"
  | "lease-ended-early"
  | "lease-never-ends"
  | "wrong-holder"
  | "update-of-nothing-accepted"
  | "update-lost"
  | "update-refused"
  | "wrong-deletion"
  | "wrong-status"
  | "wrong-order"
  | "work-withheld"
  | "work-unasked"
  | "work-from-paused"
  | "over-max-running"
  | "too-many-attempts"
  | "failed-too-early"
  | "made-too-early"
  | "made-beside-others"
  | "wrong-clear"
  | "wrong-count"
  | "wrong-page"
  | "lock-held-twice"
  | "lock-lost"
  | "worker-forgotten"
  | "worker-from-nothing"
  | "child-unit-missing"
  | "child-unit-wrong"
  | "call-refused"
  | "wrong-reply"
  | "never-answered"
  | "connection-closed"
  | "daemon-died"
  | "memory-grows"
  | "slower-with-length";

export type Violation = {
  readonly kind: ViolationKind;
  /** In one sentence. */
  readonly what: string;
  /** The unit, lock or worker that it is about, as `spec/key`; or the work spec alone. */
  readonly subject: string;
  /** When the answer came that shows it, in microseconds. */
  readonly time: number;
  /** The call that shows it; null where it is none. */
  readonly call: Call | null;
  /** The last calls on this subject, in the order of their ends. */
  readonly own: readonly Call[];
  /** What else was under way. */
  readonly around: readonly Call[];
};
