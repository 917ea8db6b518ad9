// A client that reads statuses, counts, pages of one state or all, and workers.

import type { Random } from "../../random.ts";
import type { Request } from "../history/call.ts";
import { PARENTS, SPEC_NAMES } from "./plan.ts";
import type { Pool } from "./pool.ts";
import type { Role } from "./role.ts";

const PAGE = 20;

export function reader(pool: Pool, random: Random): Role {
  /** The next page request of the listing in progress; null if there is none. */
  let walk: (Request & { do: "list" }) | null = null;
  /** Updates the pool with a status read; it may be outdated, but is newer than the pool's. */
  function learn(spec: string, key: string, status: number): void {
    if (status === 0) pool.isGone(spec, key);
    else if (status >= 4) pool.isDone(spec, key);
    else pool.isOpen(spec, key);
  }
  return {
    next() {
      const spec = random.pick(SPEC_NAMES);
      const kind = random.below(100);
      if (kind < 6) return { do: "count", spec };
      if (kind < 20) {
        walk ??= { do: "list", spec, status: random.pick([0, 0, 1, 3, 4, 5]), after: "", limit: PAGE };
        return walk;
      }
      if (kind < 23) return { do: "workers" };
      if (kind < 32) return { do: "children", worker: random.pick(PARENTS) };
      const keys = (random.percent(70) ? pool.open : pool.done).get(spec)?.some(1 + random.below(6), random) ?? [];
      return keys.length === 0 ? null : { do: "status", spec, keys };
    },
    answered(request, answer) {
      if (request.do === "status" && answer.is === "statuses") {
        for (const [i, key] of request.keys.entries()) learn(request.spec, key, answer.statuses[i]?.status ?? 0);
      }
      if (request.do !== "list") return;
      const last = answer.is === "keys" && answer.keys.length === request.limit ? answer.keys.at(-1) : undefined;
      walk = last === undefined ? null : { ...request, after: last };
    },
  };
}
