// A client that takes locks, some above others, holds and renews them, and releases them or lets them expire.
import type { Random } from "../../random.ts";
import { LOCK_GROUPS, LOCKS, LONGEST } from "./plan.ts";
import type { Role } from "./role.ts";

export function locker(name: string, random: Random): Role {
  let held: readonly string[] | null = null;
  const somePath = () => {
    const group = [LOCKS, `${random.below(LOCK_GROUPS)}`];
    return random.percent(20) ? group : [...group, `${random.below(3)}`];
  };
  return {
    next() {
      const kind = random.below(100);
      if (kind < 15) return { do: "read-lock", path: somePath() };
      if (held === null) return { do: "lock", owner: name, seconds: 1 + random.below(LONGEST), path: somePath() };
      if (kind < 40) return { do: "renew-lock", owner: name, seconds: 1 + random.below(LONGEST), path: held };
      if (kind < 45) {
        held = null;
        return null;
      }
      return { do: "unlock", owner: name, path: kind < 50 ? somePath() : held };
    },
    answered(request, answer) {
      if (request.do === "lock" && answer.is === "done" && answer.done) held = request.path;
      if (request.do === "unlock" || (request.do === "renew-lock" && answer.is === "done" && !answer.done)) held = null;
    },
  };
}
