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
  /** Description in one sentence. */
  readonly what: string;
  /** The unit (as `spec/key`), work spec, group of locks or worker concerned; "" if none. */
  readonly subject: string;
  /** When the reply that shows it arrived, in microseconds since the start of the history. */
  readonly time: number;
  /** The call that shows it; null if it was not seen in a call. */
  readonly call: Call | null;
  /** The last calls on this subject, in the order of their ends. */
  readonly own: readonly Call[];
  /** Other calls that overlapped the call that shows it. */
  readonly around: readonly Call[];
};
