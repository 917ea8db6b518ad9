// Determines which units, locks and workers a call operates on, and with which operation.
import type { Call } from "../history/call.ts";
import { type LockGroup, LockOperation } from "./locks.ts";
import { UnitOperation } from "./unit.ts";
import { type Span, spanOf } from "./unit-state.ts";
import { type Worker, WorkerOperation } from "./workers.ts";
import type { World } from "./world.ts";

export type Effect = {
  readonly units: readonly UnitOperation[];
  readonly lock: { readonly group: LockGroup; readonly operation: LockOperation } | null;
  readonly worker: { readonly worker: Worker; readonly operation: WorkerOperation } | null;
};

const NO_UNITS: readonly UnitOperation[] = [];
export const NO_EFFECT: Effect = { units: NO_UNITS, lock: null, worker: null };

export function effectOf(call: Call, world: World, slack: number): Effect {
  const { request, answer } = call;
  if (answer.is === "error" && request.do !== "update") return NO_EFFECT;
  const span = spanOf(call, slack);
  switch (request.do) {
    case "lock":
    case "unlock":
    case "renew-lock":
    case "read-lock": {
      if (!world.isLast) return NO_EFFECT;
      const operation = new LockOperation(call, span);
      return { units: NO_UNITS, lock: { group: world.lockGroup(operation.groupName), operation }, worker: null };
    }
    case "heartbeat":
    case "unregister": {
      const worker = world.worker(request.worker);
      return { units: NO_UNITS, lock: null, worker: { worker, operation: new WorkerOperation(call, span) } };
    }
    default: {
      const units = unitsOf(call, world, span);
      return units.length === 0 ? NO_EFFECT : { units, lock: null, worker: null };
    }
  }
}

function unitsOf(call: Call, world: World, span: Span): readonly UnitOperation[] {
  const { request, answer } = call;
  switch (request.do) {
    case "add": {
      const spec = world.spec(request.spec);
      if (!spec.isOwn) return NO_UNITS;
      return request.units.map(({ key }, i) => new UnitOperation(spec.unit(key), call, i, false, span));
    }
    case "get-work":
      return answer.is === "work" && answer.keys.length > 0
        ? named(answer.spec, answer.keys, call, world, span)
        : NO_UNITS;
    case "update": {
      const spec = world.spec(request.spec);
      const { successor } = spec;
      const own = spec.isOwn ? [new UnitOperation(spec.unit(request.key), call, 0, false, span)] : NO_UNITS;
      const mayChain = answer.is === "none" || (answer.is === "done" && answer.done);
      if (request.status !== 4 || successor === "" || request.output.length === 0 || !mayChain) return own;
      const next = world.spec(successor);
      if (!next.isOwn) return own;
      const output = request.output.map(({ key }, i) => new UnitOperation(next.unit(key), call, 1 + i, true, span));
      return [...own, ...output];
    }
    case "prioritize":
    case "delete":
    case "status":
      return named(request.spec, request.keys, call, world, span);
    case "clear":
      return Array.from(world.specs.values()).flatMap((spec) =>
        Array.from(spec.units.values(), (unit) => new UnitOperation(unit, call, 0, false, span)),
      );
    default:
      return NO_UNITS;
  }
}

function named(name: string, keys: readonly string[], call: Call, world: World, span: Span): readonly UnitOperation[] {
  const spec = world.spec(name);
  if (!spec.isOwn) return NO_UNITS;
  return keys.map((key, i) => new UnitOperation(spec.unit(key), call, i, false, span));
}
