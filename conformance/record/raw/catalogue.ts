// Every raw case.

import type { RawCase } from "./definition.ts";
import { keptCases } from "./kept.ts";
import { chaining } from "./stories/chaining.ts";
import { chance } from "./stories/chance.ts";
import { connections } from "./stories/connections.ts";
import { continuous } from "./stories/continuous.ts";
import { leases } from "./stories/leases.ts";
import { locks } from "./stories/locks.ts";
import { many } from "./stories/many.ts";
import { retries } from "./stories/retries.ts";
import { scheduling } from "./stories/scheduling.ts";
import { workers } from "./stories/workers.ts";
import { encodings } from "./tables/encodings.ts";
import { lists } from "./tables/lists.ts";
import { numbers } from "./tables/numbers.ts";
import { pairs } from "./tables/pairs.ts";
import { sizes } from "./tables/sizes.ts";
import { unitStates } from "./tables/unit-states.ts";

export const RAW_CASES: readonly RawCase[] = [
  ...keptCases(),
  ...unitStates,
  ...numbers,
  ...lists,
  ...pairs,
  ...encodings,
  ...sizes,
  ...chaining,
  ...chance,
  ...connections,
  ...continuous,
  ...leases,
  ...locks,
  ...many,
  ...retries,
  ...scheduling,
  ...workers,
];
