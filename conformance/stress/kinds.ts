// The kinds of violations, and the clause that each of them breaks, if any.
import { allClauses } from "../protocol/protocol.ts";
import type { ViolationKind } from "./checker/violation.ts";

export const KINDS: Record<ViolationKind, { readonly title: string; readonly clause: string | null }> = {
  "unit-from-nothing": { title: "a unit that was never added, or is deleted", clause: "UNIT-108" },
  "unit-lost": { title: "a unit that is not there any more", clause: "FRAME-19" },
  "leased-twice": { title: "a unit with two workers at a time", clause: "WORK-9" },
  "leased-when-done": { title: "a unit handed out when it was done", clause: "WORK-66" },
  "leased-before-due": { title: "a unit handed out within its delay", clause: "UNIT-19" },
  "lease-ended-early": { title: "a lease that ended early", clause: "WORK-19" },
  "lease-never-ends": { title: "a lease that does not end", clause: "WORK-24" },
  "wrong-holder": { title: "a unit that another worker is said to have", clause: "UNIT-74" },
  "update-of-nothing-accepted": { title: "an update accepted where there was nothing to update", clause: "WORK-52" },
  "update-lost": { title: "a unit that was done, and is not any more", clause: "FRAME-19" },
  "update-refused": { title: "an update that was refused", clause: "WORK-36" },
  "wrong-deletion": { title: "a deletion that took other units than it said", clause: "UNIT-96" },
  "wrong-status": { title: "a status that no order of the calls explains", clause: "FRAME-19" },
  "wrong-order": { title: "units handed out in the wrong order", clause: "WORK-88" },
  "work-withheld": { title: "work that was there, and was not handed out", clause: "WORK-6" },
  "work-unasked": { title: "other work than was asked for", clause: "WORK-11" },
  "work-from-paused": { title: "work of a paused work spec", clause: "WORK-75" },
  "over-max-running": { title: "more units pending than max_running", clause: "SPEC-28" },
  "too-many-attempts": { title: "a unit handed out more often than max_retries", clause: "WORK-68" },
  "failed-too-early": { title: "a unit that failed by itself with retries left", clause: "WORK-69" },
  "made-too-early": { title: "a unit that a continuous spec made before its interval was over", clause: "WORK-96" },
  "made-beside-others": { title: "a unit that a continuous spec made when it had one", clause: "WORK-94" },
  "wrong-clear": { title: "a clear that counts other work specs than there were", clause: "SPEC-50" },
  "wrong-count": { title: "a count that contradicts the history", clause: "UNIT-79" },
  "wrong-page": { title: "a page that skips or repeats units, or has wrong ones", clause: "UNIT-47" },
  "lock-held-twice": { title: "a lock with two owners", clause: "LOCK-2" },
  "lock-lost": { title: "a lock that is not as its owner left it", clause: "LOCK-21" },
  "worker-forgotten": { title: "a worker that is not listed", clause: "WORKER-1" },
  "worker-from-nothing": { title: "a worker that should be gone", clause: "WORKER-3" },
  "child-unit-missing": { title: "a unit that a child was handed and is not in its list", clause: "WORKER-33" },
  "child-unit-wrong": { title: "a unit in the list of a child that was not handed it last", clause: "WORKER-41" },
  "call-refused": { title: "a right call that was refused", clause: "MSG-25" },
  "wrong-reply": { title: "a reply that is none to its call", clause: "MSG-9" },
  "never-answered": { title: "a call that was not answered in time", clause: "FRAME-16" },
  "connection-closed": { title: "a connection that the daemon closed in the middle of a call", clause: "FRAME-16" },
  "daemon-died": { title: "the daemon ended by itself", clause: null },
  "memory-grows": { title: "memory that grows with time", clause: null },
  "slower-with-length": { title: "a hand-out that takes longer the longer the queue is", clause: null },
};

export const VIOLATION_KINDS: readonly ViolationKind[] = Object.keys(KINDS).filter(isKind);

function isKind(name: string): name is ViolationKind {
  return name in KINDS;
}

/** The clause that a kind of violation breaks, with its text; null if no clause covers it. */
export function clauseOf(kind: ViolationKind): { readonly id: string; readonly sentence: string } | null {
  const id = KINDS[kind].clause;
  return id === null ? null : { id, sentence: clauseSentence(id) };
}

export function clauseSentence(id: string): string {
  return allClauses().get(id)?.sentence ?? "";
}
