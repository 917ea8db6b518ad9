// The checker's model of workers: each exists from a heartbeat until it expires or unregisters.
import type { Call } from "../history/call.ts";
import type { Finding } from "./finding.ts";
import { Handed } from "./handed.ts";
import { type Operation, Register } from "./register.ts";
import type { UnitOperation } from "./unit.ts";
import { type Span, spanOf } from "./unit-state.ts";

export type WorkerState = {
  readonly is: "absent" | "there" | "unknown";
  readonly overFrom: number;
  readonly overBy: number;
  /** Name of the parent worker; "" for none. */
  readonly parent: string;
};

const SECOND = 1_000_000;
export const NO_WORKER: WorkerState = { is: "absent", overFrom: 0, overBy: 0, parent: "" };
export const UNKNOWN_WORKER: WorkerState = { is: "unknown", overFrom: 0, overBy: 0, parent: "" };
const RECENT = 10;
/** A worker absent for this long is removed from the model, in microseconds. */
const FORGOTTEN_AFTER = 60 * SECOND;

export class Worker {
  readonly name: string;
  readonly register: Register<WorkerState>;
  /** The units of its last get_work. */
  readonly handed: Handed;
  changedAt = 0;
  readonly #recent: Call[] = [];

  constructor(name: string, initial: WorkerState) {
    this.name = name;
    this.handed = new Handed(initial.is !== "unknown");
    this.register = new Register<WorkerState>(initial, UNKNOWN_WORKER, isSame);
  }

  get recent(): readonly Call[] {
    return [...this.#recent];
  }

  remember(call: Call): void {
    if (this.#recent.length >= RECENT) this.#recent.shift();
    this.#recent.push(call);
  }

  /** The state of the worker if it was certainly the same from `start` to the end of the span; else undefined. */
  seenDuring(start: number, span: Span): WorkerState | undefined {
    if (this.changedAt >= start || this.register.activeCount > 0) return undefined;
    const { certain } = this.register;
    // The common case: the state is certain and cannot change within the span.
    if (certain !== undefined && (certain.is === "absent" || (certain.is === "there" && span.to < certain.overFrom)))
      return certain;
    const [seen, ...others] = this.register.states.flatMap((state) => seenAs(state, span));
    if (seen === undefined || seen.is === "unknown") return undefined;
    return others.every(({ is, parent }) => is === seen.is && parent === seen.parent) ? seen : undefined;
  }

  /** A heartbeat or unregister call of the worker is over. @returns false if no order of the calls explains the reply */
  end(operation: WorkerOperation, span: Span): boolean {
    const { states } = this.register;
    const isThereStill = states.every((state) => state.is === "there" && span.to < state.overFrom);
    const isGone = states.every((state) => state.is === "absent" || (state.is === "there" && span.from > state.overBy));
    if (operation.call.request.do === "unregister" || isGone) this.handed.empty();
    else if (!isThereStill) this.handed.doubt();
    this.changedAt = operation.call.end;
    return this.register.end(operation);
  }

  /** A restart of the daemon lost the worker. */
  forget(time: number): void {
    this.register.reset(NO_WORKER);
    this.handed.empty();
    this.changedAt = time;
  }

  /** A get_work of the worker is over. */
  noteWork(call: Call, units: readonly UnitOperation[], slack: number): void {
    const seen = this.seenDuring(call.start, spanOf(call, slack));
    this.handed.end(call, units, seen?.is);
  }
}

function isSame(a: WorkerState, b: WorkerState): boolean {
  return a.is === b.is && a.overFrom === b.overFrom && a.overBy === b.overBy && a.parent === b.parent;
}

export class WorkerOperation implements Operation<WorkerState> {
  readonly changesNothing = false;
  readonly call: Call;
  readonly #span: Span;

  constructor(call: Call, span: Span) {
    this.call = call;
    this.#span = span;
  }

  step(state: WorkerState): readonly WorkerState[] {
    const { request, answer } = this.call;
    const { from, to } = this.#span;
    if (request.do === "heartbeat") {
      const length = request.lifetime * SECOND;
      return [{ is: "there", overFrom: from + length, overBy: to + length, parent: request.parent }];
    }
    const said = answer.is === "done" ? answer.done : undefined;
    return seenAs(state, this.#span).flatMap((seen) => {
      const wasThere = seen.is === "there";
      return said === undefined || seen.is === "unknown" || said === wasThere ? [NO_WORKER] : [];
    });
  }
}

function seenAs(state: WorkerState, { from, to }: Span): readonly WorkerState[] {
  if (state.is !== "there" || to < state.overFrom) return [state];
  return from > state.overBy ? [NO_WORKER] : [state, NO_WORKER];
}

/** Checks a list of all workers, as to those that did not change during the call. */
export function workerFindings(call: Call, workers: Map<string, Worker>, span: Span): Finding[] {
  const { answer } = call;
  if (answer.is !== "keys") return [];
  const listed = new Set(answer.keys);
  for (const worker of workers.values()) {
    const seen = worker.seenDuring(call.start, span);
    if (seen === undefined) continue;
    const isThere = seen.is === "there";
    if (!isThere && worker.changedAt < call.start - FORGOTTEN_AFTER) workers.delete(worker.name);
    if (isThere === listed.has(worker.name)) continue;
    const { name } = worker;
    return isThere
      ? [finding("worker-forgotten", name, `${name} is not listed within the lifetime of its heartbeat`)]
      : [finding("worker-from-nothing", name, `${name} is listed, and has unregistered or expired`)];
  }
  return [];
}

function finding(kind: Finding["kind"], subject: string, what: string): Finding {
  return { kind, subject, what };
}
