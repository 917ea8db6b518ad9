// Every raw case.

import type { RawCase } from "./definition.ts";
import { keptCases } from "./kept.ts";
import { chaining } from "./stories/chaining.ts";
import { chance } from "./stories/chance.ts";
import { connections } from "./stories/connections.ts";
import { continuous } from "./stories/continuous.ts";
import { dueAtOnce } from "./stories/due-at-once.ts";
import { leases } from "./stories/leases.ts";
import { locks } from "./stories/locks.ts";
import { many } from "./stories/many.ts";
import { retries } from "./stories/retries.ts";
import { scheduling } from "./stories/scheduling.ts";
import { tiers } from "./stories/tiers.ts";
import { workers } from "./stories/workers.ts";
import { depths } from "./tables/depths.ts";
import { encodings } from "./tables/encodings.ts";
import { largeMessages } from "./tables/large-messages.ts";
import { lists } from "./tables/lists.ts";
import { numbers } from "./tables/numbers.ts";
import { pairs } from "./tables/pairs.ts";
import { sizes } from "./tables/sizes.ts";
import { spellings } from "./tables/spellings.ts";
import { unitStates } from "./tables/unit-states.ts";

export const RAW_CASES: readonly RawCase[] = [
  ...keptCases(),
  ...unitStates,
  ...numbers,
  ...lists,
  ...pairs,
  ...encodings,
  ...sizes,
  ...spellings,
  ...depths,
  ...largeMessages,
  ...chaining,
  ...chance,
  ...connections,
  ...continuous,
  ...dueAtOnce,
  ...leases,
  ...locks,
  ...many,
  ...retries,
  ...scheduling,
  ...tiers,
  ...workers,
];
