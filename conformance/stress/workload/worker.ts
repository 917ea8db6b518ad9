// A client that gets one or several units and mostly finishes them, sometimes with an output; or fails, releases or
// renews them, or never reports. Reports may come after the lease has expired.
import type { Random } from "../../random.ts";
import type { AddedUnit, Request } from "../history/call.ts";
import { outputOf } from "./output.ts";
import { FEW, GATE, LINE, LONGEST, MAKER, NEXT, PARENTS, successorOf, TRIES } from "./plan.ts";
import type { Pool } from "./pool.ts";
import type { Role } from "./role.ts";

const SPEC_CHOICES = [
  [LINE],
  [LINE],
  [NEXT],
  [NEXT],
  [FEW],
  [GATE],
  [TRIES],
  [MAKER],
  [LINE, GATE],
  [FEW, TRIES, NEXT],
  [],
];
const CALLS_A_HEARTBEAT = 40;

export function worker(name: string, pool: Pool, random: Random): Role {
  const todo: Request[] = [];
  let calls = 0;
  let isAwaitingWork = false;

  /** Decides what this worker will do with a unit that it was handed. */
  function plan(spec: string, key: string): void {
    const update = (status: number, lease: number, output: readonly AddedUnit[] = []): Request => ({
      do: "update",
      spec,
      key,
      status,
      lease,
      worker: name,
      output,
    });
    const kind = random.below(100);
    if (kind < 5) return;
    if (kind < 13) todo.push(update(0, 1 + random.below(LONGEST)));
    if (kind < 20 || (kind < 60 && spec === TRIES)) todo.push(update(1, 0));
    else if (kind < 28) todo.push(update(5, 0));
    else if (kind < 55) todo.push(update(4, 0, outputOf(spec, key, ["a", "b"].slice(random.below(2)), random)));
    else todo.push(update(4, 0));
  }

  return {
    next() {
      calls++;
      if (calls % CALLS_A_HEARTBEAT === 1) {
        const parent = random.percent(80) ? random.pick(PARENTS) : "";
        return { do: "heartbeat", worker: name, lifetime: 2 + random.below(4), parent };
      }
      if (calls % (3 * CALLS_A_HEARTBEAT) === CALLS_A_HEARTBEAT / 2) return { do: "unregister", worker: name };
      const next = todo.shift();
      if (next !== undefined) return next;
      if (isAwaitingWork) {
        isAwaitingWork = false;
        return null;
      }
      const specs = random.pick(SPEC_CHOICES);
      const most = random.percent(60) ? 1 : 2 + random.below(6);
      return { do: "get-work", worker: name, specs, most, lease: 1 + random.below(LONGEST) };
    },
    answered(request, answer) {
      if (request.do === "get-work" && answer.is === "work") {
        isAwaitingWork = answer.keys.length === 0;
        for (const key of answer.keys) {
          pool.isOpen(answer.spec, key);
          plan(answer.spec, key);
        }
      } else if (request.do === "update") {
        const next = successorOf(request.spec);
        if (next !== undefined) for (const { key } of request.output) pool.isOpen(next, key);
        if (request.status >= 4) pool.isDone(request.spec, request.key);
      }
    },
  };
}
