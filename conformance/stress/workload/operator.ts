// A client that interferes with the workers: sets the status of any unit, changes priorities, deletes units, pauses and
// resumes work specs, and changes how many units may be pending.

import type { Random } from "../../random.ts";
import type { Request } from "../history/call.ts";
import { outputOf } from "./output.ts";
import { FEW, GATE, LINE, SPEC_NAMES, successorOf } from "./plan.ts";
import type { Pool } from "./pool.ts";
import type { Role } from "./role.ts";

/** @param isInCharge whether it pauses and limits work specs; only one client does, since overlapping changes leave the result open */
export function operator(name: string, isInCharge: boolean, pool: Pool, random: Random): Role {
  function change(): Request | null {
    const spec = random.percent(60) ? LINE : random.pick(SPEC_NAMES);
    const ofDone = random.percent(30);
    const [key] = (ofDone ? pool.done : pool.open).get(spec)?.some(1, random) ?? [];
    if (key === undefined) return null;
    const status = ofDone ? random.pick([1, 4, 5]) : random.pick([0, 1, 3, 4, 4, 5]);
    const output = status === 4 && random.percent(30) ? outputOf(spec, key, ["c"], random) : [];
    return { do: "update", spec, key, status, lease: 1 + random.below(3), worker: name, output };
  }

  function remove(): Request | null {
    const spec = random.pick(SPEC_NAMES);
    const ofOpen = random.percent(15);
    const keys = (ofOpen ? pool.open : pool.done).get(spec)?.some(ofOpen ? 2 : 20, random) ?? [];
    if (keys.length === 0) return null;
    return { do: "delete", spec, keys, status: ofOpen || random.percent(60) ? 0 : random.pick([4, 5]) };
  }

  function control(): Request {
    if (random.percent(50)) return { do: "control", spec: FEW, status: "", maxRunning: 2 + random.below(5) };
    return { do: "control", spec: GATE, status: random.pick(["running", "running", "paused"]), maxRunning: -1 };
  }

  return {
    next() {
      const kind = random.below(100);
      if (kind < 4 && isInCharge) return control();
      if (kind < 35) return change();
      if (kind < 50) {
        const spec = random.pick(SPEC_NAMES);
        const keys = pool.open.get(spec)?.some(3, random) ?? [];
        const by = random.pick(["priority", "priority", "adjustment", "adjustment", "both"] as const);
        return keys.length === 0 ? null : { do: "prioritize", spec, keys, priority: random.below(8) - 3, by };
      }
      return remove();
    },
    answered(request, answer) {
      if (request.do === "update") {
        const next = successorOf(request.spec);
        if (next !== undefined) for (const { key } of request.output) pool.isOpen(next, key);
        if (request.status >= 4) pool.isDone(request.spec, request.key);
        else if (request.status > 0) pool.isOpen(request.spec, request.key);
      } else if (request.do === "delete") {
        // If only some were deleted, the count does not tell which.
        const isAll = request.status === 0 || (answer.is === "number" && answer.number === request.keys.length);
        if (isAll) for (const key of request.keys) pool.isGone(request.spec, key);
      }
    },
  };
}
