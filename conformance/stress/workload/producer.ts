// Adds units, one to ten at a time, with priorities and now and then a delay; sometimes again what is there already.

import type { Random } from "../../random.ts";
import type { AddedUnit } from "../history/call.ts";
import { GATE, LINE, SPEC_NAMES } from "./plan.ts";
import type { Pool } from "./pool.ts";
import type { Role } from "./role.ts";

export function producer(pool: Pool, random: Random): Role {
  return {
    next() {
      if (pool.isFull) return null;
      const spec = random.percent(50) ? LINE : random.pick(SPEC_NAMES);
      const known = random.percent(10) ? (pool.open.get(spec)?.some(2, random) ?? []) : [];
      const fresh = Array.from({ length: 1 + random.below(10) }, () => pool.newKey());
      const units = [...known, ...fresh].map((key): AddedUnit => {
        const delay = spec === GATE && random.percent(20) ? 1 + random.below(2) : 0;
        return { key, priority: random.below(6) - 2, delay };
      });
      return { do: "add", spec, units };
    },
    answered(request) {
      if (request.do === "add") for (const { key } of request.units) pool.isOpen(request.spec, key);
    },
  };
}
