// Workers as the checker follows them: there from a heartbeat until its lifetime is over or the worker unregisters.
import type { Call } from "../history/call.ts";
import type { Finding } from "./hand-out.ts";
import { type Operation, Register } from "./register.ts";
import type { Span } from "./unit-state.ts";

type WorkerState = { readonly is: "absent" | "there" | "unknown"; readonly overFrom: number; readonly overBy: number };

const SECOND = 1_000_000;
export const NO_WORKER: WorkerState = { is: "absent", overFrom: 0, overBy: 0 };
export const UNKNOWN_WORKER: WorkerState = { is: "unknown", overFrom: 0, overBy: 0 };
const RECENT = 10;

export class Worker {
  readonly name: string;
  readonly register: Register<WorkerState>;
  changedAt = 0;
  #recent: Call[] = [];

  constructor(name: string, initial: WorkerState) {
    this.name = name;
    this.register = new Register<WorkerState>(
      initial,
      UNKNOWN_WORKER,
      (a, b) => a.is === b.is && a.overFrom === b.overFrom && a.overBy === b.overBy,
    );
  }

  get recent(): readonly Call[] {
    return this.#recent;
  }

  remember(call: Call): void {
    this.#recent = [...this.#recent.slice(-RECENT + 1), call];
  }
}

export class WorkerOperation implements Operation<WorkerState> {
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
      return [{ is: "there", overFrom: from + length, overBy: to + length }];
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

/** What a list of all workers says wrongly of those that did not change meanwhile. */
export function workerFindings(call: Call, workers: ReadonlyMap<string, Worker>, span: Span): Finding[] {
  const { answer } = call;
  if (answer.is !== "keys") return [];
  const listed = new Set(answer.keys);
  for (const worker of workers.values()) {
    const state = worker.changedAt <= call.start ? worker.register.certain : undefined;
    if (state === undefined) continue;
    const [seen, ...more] = seenAs(state, span);
    if (seen === undefined || more.length > 0 || seen.is === "unknown") continue;
    const isThere = seen.is === "there";
    if (isThere === listed.has(worker.name)) continue;
    return [
      isThere
        ? {
            kind: "worker-forgotten",
            subject: worker.name,
            what: `${worker.name} is not listed within the lifetime of its heartbeat`,
          }
        : {
            kind: "worker-from-nothing",
            subject: worker.name,
            what: `${worker.name} is listed, and has unregistered or expired`,
          },
    ];
  }
  return [];
}
