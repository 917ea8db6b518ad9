// A client that adds one to ten units at a time, with priorities and sometimes a delay; sometimes units that exist
// already, in any state.
import type { Random } from "../../random.ts";
import type { AddedUnit } from "../history/call.ts";
import { GATE, LINE, MAKER, STOCKED } from "./plan.ts";
import type { Pool } from "./pool.ts";
import type { Role } from "./role.ts";

export function producer(pool: Pool, random: Random): Role {
  return {
    next() {
      if (pool.isFull) return null;
      const spec = random.percent(2) ? MAKER : random.percent(45) ? LINE : random.pick(STOCKED);
      const known = random.percent(20) ? pool.known(spec, 2, random) : [];
      const fresh = Array.from({ length: spec === MAKER ? 1 : 1 + random.below(10) }, () => pool.newKey());
      const units = [...known, ...fresh].map((key): AddedUnit => {
        const delay = random.percent(spec === GATE ? 20 : 3) ? 1 + random.below(2) : 0;
        return { key, priority: random.below(6) - 2, delay };
      });
      return { do: "add", spec, units };
    },
    answered(request) {
      if (request.do === "add") for (const { key } of request.units) pool.isOpen(request.spec, key);
    },
  };
}
